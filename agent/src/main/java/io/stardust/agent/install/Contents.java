package io.stardust.agent.install;

import io.stardust.agent.files.Regular;
import io.stardust.protocol.start.AppFiles;
import io.stardust.protocol.start.FileKind;
import io.stardust.protocol.start.StartRules;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
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
record Contents(List<Path> roots, Collection<String> packaged, Set<String> gone) implements AppFiles {
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

    /** All files at the top of any root, sorted. */
    @Override
    public Set<String> top() {
        Set<String> top = new TreeSet<>();
        for (Path root : roots) {
            if (Files.isDirectory(root, LinkOption.NOFOLLOW_LINKS)) top.addAll(names(root));
        }
        return top;
    }

    private List<String> names(Path root) {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(root)) {
            for (Path file : files) {
                String name = String.valueOf(file.getFileName());
                if (file(name) != null) names.add(name);
            }
            return names;
        } catch (IOException | DirectoryIteratorException e) {
            return names; // what cannot be listed cannot be started either
        }
    }

    @Override
    public boolean has(String path) {
        return file(path) != null;
    }

    @Override
    public byte[] head(String path, int count) {
        Path file = file(path);
        if (file == null) return new byte[0];
        try {
            return Regular.own(file, count); // it ends up where everybody sees it
        } catch (IOException e) {
            return new byte[0]; // what cannot be read cannot be started either
        }
    }

    @Override
    public boolean isRunnableJar(String path) {
        Path file = file(path);
        return file != null && StartRules.isRunnable(PortArgument.manifest(file));
    }

    @Override
    public boolean isExecutable(String path) {
        Path file = file(path);
        return file != null && Files.isExecutable(file);
    }

    /** What runs {@code file}; a program of Windows is one only there. */
    static FileKind kind(Path file) {
        String name = String.valueOf(file.getFileName());
        boolean exe = java.io.File.separatorChar == '\\'
                && name.toLowerCase(Locale.ROOT).endsWith(".exe");
        return exe ? FileKind.PROGRAM : FileKind.of(name, head(file, FileKind.HEAD));
    }

    @Override
    public FileKind kind(String path) {
        Path file = file(path);
        return file == null ? FileKind.DATA : kind(file);
    }

    private static byte[] head(Path file, int count) {
        try {
            return Regular.head(file, count);
        } catch (IOException e) {
            return new byte[0]; // as above
        }
    }
}
