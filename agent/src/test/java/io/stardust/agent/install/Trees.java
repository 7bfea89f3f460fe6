package io.stardust.agent.install;

import io.stardust.agent.install.place.Layout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Whole folders as values that can be compared. */
public final class Trees {
    private Trees() {}

    /** Path to content; folders end with a slash, links say where they lead; empty if there is no such folder. */
    public static SortedMap<String, String> of(Path root) throws IOException {
        SortedMap<String, String> tree = new TreeMap<>();
        if (!Files.isDirectory(root)) return tree;
        try (Stream<Path> all = Files.walk(root)) {
            all.filter(path -> !path.equals(root)).forEach(path -> {
                String name = root.relativize(path).toString();
                if (Files.isSymbolicLink(path)) tree.put(name, "-> " + content(path));
                else if (Files.isDirectory(path)) tree.put(name + "/", "");
                else tree.put(name, content(path) + (Files.isExecutable(path) ? " (x)" : ""));
            });
        }
        return tree;
    }

    private static String content(Path path) {
        try {
            return Files.isSymbolicLink(path)
                    ? Files.readSymbolicLink(path).toString()
                    : Files.readString(path, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void write(Path root, String path, String content) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(Layout.parent(file));
        Files.writeString(file, content);
    }
}
