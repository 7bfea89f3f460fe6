package io.stardust.protocol.pack;

import io.stardust.protocol.pack.ZipDirectory.BadZip;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decides which names of a package may become files. One object per package; remembers what it has seen, so that two
 * names which some file system would make one are refused on all of them.
 */
final class EntryNames {
    private static final int MAX_NAME_BYTES = 255;
    private static final int MAX_PATH_BYTES = 1024;
    private static final int MAX_DEPTH = 64;

    /** Lower-case path of a file or folder to how it was first written; folders end with a slash. */
    private final Map<String, String> seen = new HashMap<>();

    /**
     * Returns the path of an entry, with {@code /} between the parts and none at its end; empty for the package's top.
     * Parts that are {@code .} are left out: the tar of Windows writes all names as {@code ./name}.
     *
     * @throws BadZip if it is not fit
     */
    String accept(String written) throws BadZip {
        String name = withoutDots(written);
        if (name.isEmpty() && !written.isEmpty()) return "";
        boolean directory = name.endsWith("/");
        String path = directory ? name.substring(0, name.length() - 1) : name;
        check(name, path);
        int slash = path.indexOf('/');
        for (; slash >= 0; slash = path.indexOf('/', slash + 1)) {
            remember(path.substring(0, slash), true);
        }
        if (remember(path, directory) && !directory) throw new BadZip("two entries named '" + path + "'");
        return path;
    }

    private static String withoutDots(String name) {
        if (!name.startsWith("./") && !name.contains("/./") && !name.endsWith("/.") && !name.equals(".")) return name;
        StringBuilder path = new StringBuilder();
        String[] parts = name.split("/", -1);
        for (int i = 0; i < parts.length; i++) {
            if (parts[i].equals(".")) continue;
            path.append(parts[i]);
            if (i + 1 < parts.length) path.append('/');
        }
        return path.toString();
    }

    private static void check(String name, String path) throws BadZip {
        String shown = shown(name);
        if (path.isEmpty()) throw new BadZip("an entry without a name");
        if (path.startsWith("/")) throw new BadZip("absolute path in the package: '" + shown + "'");
        if (path.indexOf('\\') >= 0)
            throw new BadZip("backslash in a path: '" + shown + "' (expected: '/'; pack it with another program)");
        if (path.length() > 1 && path.charAt(1) == ':' && Character.isLetter(path.charAt(0))) {
            throw new BadZip("drive letter in a path: '" + shown + "'");
        }
        for (int i = 0; i < path.length(); i++) {
            if (Character.isISOControl(path.charAt(i))) throw new BadZip("control character in '" + shown + "'");
        }
        if (path.getBytes(StandardCharsets.UTF_8).length > MAX_PATH_BYTES) {
            throw new BadZip("path longer than " + MAX_PATH_BYTES + " bytes: '" + shown + "'");
        }
        String[] parts = path.split("/", -1);
        if (parts.length > MAX_DEPTH) throw new BadZip("more than " + MAX_DEPTH + " folders deep: '" + shown + "'");
        for (String part : parts) {
            if (part.isEmpty() || part.equals("..")) {
                throw new BadZip("path with an empty part or '..': '" + shown + "'");
            }
            if (part.getBytes(StandardCharsets.UTF_8).length > MAX_NAME_BYTES) {
                throw new BadZip("name longer than " + MAX_NAME_BYTES + " bytes: '" + shown + "'");
            }
        }
    }

    /** Returns whether exactly this was seen before. */
    private boolean remember(String path, boolean directory) throws BadZip {
        String written = directory ? path + "/" : path;
        @Nullable String before = seen.putIfAbsent(path.toLowerCase(Locale.ROOT), written);
        if (before == null) return false;
        if (before.equals(written)) return true;
        String why = before.endsWith("/") == directory ? "differ only in case" : "are a file and a folder";
        throw new BadZip("'" + before + "' and '" + written + "' " + why);
    }

    /** A name fit for a message: short, without control characters. */
    private static String shown(String name) {
        String cut = name.length() > 120 ? name.substring(0, 120) + "…" : name;
        StringBuilder shown = new StringBuilder();
        cut.chars().forEach(c -> shown.append(Character.isISOControl(c) ? '?' : (char) c));
        return shown.toString();
    }
}
