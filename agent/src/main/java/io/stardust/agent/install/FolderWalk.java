package io.stardust.agent.install;

import io.stardust.agent.files.Folder;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Goes through a work directory for a package: folders and plain files, by name; every folder before what is in it.
 * Notes what it leaves out. For one thread and one walk.
 */
final class FolderWalk {
    private static final int MAX_DEPTH = 100;
    private static final char UNREADABLE = '\uFFFD';

    private final Map<String, String> firsts = new LinkedHashMap<>(); // by kind, the first left out
    private final Map<String, Integer> counts = new LinkedHashMap<>();

    /** What is done with what is found. Paths are relative, with {@code /}. */
    interface Visitor {
        void folder(String path, int mode) throws IOException;

        /** {@code name} of {@code folder} is a plain file. */
        void file(String path, int mode, long size, Folder folder, String name) throws IOException;
    }

    /**
     * Walks; ends early when the thread is interrupted.
     *
     * @throws FileSystemException that names what cannot be read
     */
    void walk(Path directory, Visitor visitor) throws IOException, InterruptedException {
        try (Folder folder = Folder.open(directory)) {
            walk(folder, "", 0, visitor);
        }
    }

    private void walk(Folder folder, String above, int depth, Visitor visitor)
            throws IOException, InterruptedException {
        if (depth > MAX_DEPTH) {
            throw new FileSystemException(above, null, "lies in more than " + MAX_DEPTH + " folders");
        }
        for (String name : folder.names()) {
            if (Thread.interrupted()) throw new InterruptedException("the packing is ended");
            String path = above + name;
            BasicFileAttributes found;
            try {
                found = folder.attributes(name);
            } catch (NoSuchFileException e) {
                if (name.indexOf(UNREADABLE) < 0 && name.indexOf('?') < 0) continue; // gone meanwhile
                throw new FileSystemException(path, null, "has a name that is not UTF-8");
            }
            String kind = leftOut(name, found);
            if (kind != null) {
                counts.merge(kind, 1, Integer::sum);
                firsts.putIfAbsent(kind, path);
            } else if (found.isDirectory()) {
                visitor.folder(path, folder.mode(name));
                try (Folder inner = folder.folder(name)) {
                    walk(inner, path + "/", depth + 1, visitor);
                }
            } else {
                visitor.file(path, folder.mode(name), found.size(), folder, name);
            }
        }
    }

    /** Which kind of thing it is that no package holds; null = it goes in. */
    private static @org.jspecify.annotations.Nullable String leftOut(String name, BasicFileAttributes found) {
        if (found.isSymbolicLink()) return "symbolic link";
        if (found.isOther()) return "socket, pipe or device";
        String lower = name.toLowerCase(Locale.ROOT);
        if (found.isDirectory()) return name.equals(Scratch.INSIDE) ? "folder of the agent's own" : null;
        if (name.equals(Journal.PAGE_NAME)) return "file of the agent's own";
        if (lower.endsWith(".pid")) return "pid file";
        return lower.endsWith(".log") || lower.contains(".log.") ? "log file" : null;
    }

    /** Such as {@code 3 log files (logs/a.log, …)}; empty when all was taken. */
    List<String> leftOut() {
        List<String> words = new ArrayList<>();
        counts.forEach((kind, count) -> {
            String first = firsts.get(kind);
            words.add(
                    count == 1 ? kind + " " + first : "%d of kind '%s' (%s and others)".formatted(count, kind, first));
        });
        return words;
    }
}
