package io.stardust.protocol.deploy;

/** The name of what an agent guards, which also names its folders. */
public final class ServiceName {
    /** Longest; leaves room for suffixes within the 255 bytes a folder name may have. */
    public static final int MAX = 64;

    private ServiceName() {}

    /**
     * Whether {@code name} is one: 1 to {@link #MAX} letters or digits of any script, dot, dash, underscore; not only
     * dots. Services of a node's own file may have Chinese names; the server's deployments have plain ones.
     */
    public static boolean is(String name) {
        if (name.isEmpty() || name.length() > MAX || name.equals(".") || name.equals("..")) return false;
        return name.codePoints().allMatch(c -> Character.isLetterOrDigit(c) || c == '.' || c == '-' || c == '_');
    }
}
