package io.stardust.protocol.start;

import java.util.Locale;

/** What a file is run by. */
public enum FileKind {
    /** {@code java -jar}. */
    JAR,
    /** {@code dotnet}. */
    DOTNET,
    /** {@code python3}; a script without a first line that names its interpreter. */
    PYTHON,
    /** {@code node}; as above. */
    NODE,
    /** {@code sh}; as above. */
    SHELL,
    /** The system: its first line names the interpreter. */
    SCRIPT,
    /** The system: a program. */
    PROGRAM,
    /** Nothing: it cannot be started. */
    DATA;

    /** Bytes of a file's beginning that {@link #of} looks at. */
    public static final int HEAD = 5;

    /**
     * Tells by its name, else by its first bytes, what runs a file.
     *
     * @param head The first {@link #HEAD} bytes, fewer when the file is shorter.
     */
    public static FileKind of(String path, byte[] head) {
        String name = path.substring(path.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
        if (name.endsWith(".jar") || name.endsWith(".war")) return JAR;
        if (name.endsWith(".dll")) return DOTNET;
        int first = hasMark(head) ? 3 : 0;
        if (head.length >= first + 2 && head[first] == '#' && head[first + 1] == '!') return SCRIPT;
        if (name.endsWith(".py")) return PYTHON;
        if (name.endsWith(".js") || name.endsWith(".mjs") || name.endsWith(".cjs")) return NODE;
        if (name.endsWith(".sh")) return SHELL;
        boolean library = name.endsWith(".so") || name.contains(".so.");
        boolean elf = head.length >= 4 && head[0] == 0x7F && head[1] == 'E' && head[2] == 'L' && head[3] == 'F';
        return elf && !library ? PROGRAM : DATA;
    }

    /** Whether a text begins with the byte order mark that editors of Windows write. */
    public static boolean hasMark(byte[] head) {
        return head.length >= 3 && head[0] == (byte) 0xEF && head[1] == (byte) 0xBB && head[2] == (byte) 0xBF;
    }
}
