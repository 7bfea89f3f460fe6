package io.stardust.agent.install;

import io.stardust.agent.files.Regular;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The files an app consists of, as they are or as they would be after a swap.
 *
 * @param roots Folders looked into, first match wins: e.g. what was unpacked, then the work directory.
 * @param packaged Paths of the files that came in the package; searched before others.
 * @param gone Paths in the later roots that will not be there any more.
 */
record Contents(List<Path> roots, Collection<String> packaged, Set<String> gone) {
    /** What a file is run by. */
    enum Kind {
        JAR,
        DOTNET,
        PYTHON,
        NODE,
        /** A script without a first line that names its interpreter. */
        SHELL,
        /** The system can start it: a program, or a script with {@code #!}. */
        NATIVE,
        /** Nothing that could be started. */
        DATA
    }

    /** The file at {@code path}; null if there is none or it leads out of the roots. */
    @Nullable
    Path file(String path) {
        for (Path root : roots) {
            if (!root.equals(roots.getFirst()) && gone.contains(path)) continue;
            try {
                Path file = root.resolve(path).normalize();
                if (file.startsWith(root) && !file.equals(root) && Files.isRegularFile(file)) return file;
            } catch (InvalidPathException e) {
                return null;
            }
        }
        return null;
    }

    /** Files of the package that lie at its top, sorted. */
    Set<String> packagedTop() {
        Set<String> top = new TreeSet<>();
        for (String path : packaged) if (path.indexOf('/') < 0) top.add(path);
        return top;
    }

    /** All files at the top of any root, sorted. */
    Set<String> top() throws IOException {
        Set<String> top = new TreeSet<>();
        for (Path root : roots) {
            if (!Files.isDirectory(root, LinkOption.NOFOLLOW_LINKS)) continue;
            try (DirectoryStream<Path> files = Files.newDirectoryStream(root)) {
                for (Path file : files) {
                    String name = String.valueOf(file.getFileName());
                    if (file(name) != null) top.add(name);
                }
            }
        }
        return top;
    }

    /** Tells by its name, else by its first bytes, what runs a file. */
    static Kind kind(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(java.util.Locale.ROOT);
        if (name.endsWith(".jar") || name.endsWith(".war")) return Kind.JAR;
        if (name.endsWith(".dll")) return Kind.DOTNET;
        byte[] start = start(file);
        if (start.length >= 2 && start[0] == '#' && start[1] == '!') return Kind.NATIVE;
        if (name.endsWith(".py")) return Kind.PYTHON;
        if (name.endsWith(".js") || name.endsWith(".mjs")) return Kind.NODE;
        if (name.endsWith(".sh")) return Kind.SHELL;
        boolean library = name.endsWith(".so") || name.contains(".so.");
        boolean elf = start.length == 4 && start[0] == 0x7F && start[1] == 'E' && start[2] == 'L' && start[3] == 'F';
        boolean exe = java.io.File.separatorChar == '\\' && name.endsWith(".exe");
        return (elf && !library) || exe ? Kind.NATIVE : Kind.DATA;
    }

    private static byte[] start(Path file) {
        try {
            return Regular.head(file, 4);
        } catch (IOException e) {
            return new byte[0]; // what cannot be read cannot be started either
        }
    }
}
