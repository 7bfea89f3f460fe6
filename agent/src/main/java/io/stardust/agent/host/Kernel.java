package io.stardust.agent.host;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Small files of the kernel below a root folder. What is absent or may not be read is empty: containers, other kernels
 * and ordinary users all lack something, and no fact is worth a failure. Immutable.
 */
final class Kernel {
    /** No file that we read is larger, but /proc/net/tcp; that one is cut. */
    private static final int MAX_BYTES = 1 << 20;

    private final Path root;

    Kernel(Path root) {
        this.root = root;
    }

    Path path(String path) {
        return root.resolve(path);
    }

    String text(String path) {
        try (InputStream in = Files.newInputStream(root.resolve(path))) {
            return new String(in.readNBytes(MAX_BYTES), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            return "";
        }
    }

    List<String> lines(String path) {
        String text = text(path);
        return text.isEmpty() ? List.of() : List.of(text.split("\n"));
    }

    /** Returns the names in a folder, sorted. */
    List<String> names(String folder) {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(root.resolve(folder))) {
            for (Path entry : entries) names.add(String.valueOf(entry.getFileName()));
        } catch (IOException | java.nio.file.DirectoryIteratorException e) {
            return List.of();
        }
        names.sort(null);
        return names;
    }

    boolean has(String path) {
        return Files.exists(root.resolve(path));
    }

    /** Returns what follows {@code key} and the separator in the first line that begins so; empty if none does. */
    String value(String path, String key, char separator) {
        for (String line : lines(path)) {
            int at = line.indexOf(separator);
            if (at >= 0 && line.substring(0, at).strip().equals(key)) {
                return line.substring(at + 1).strip();
            }
        }
        return "";
    }

    static long number(String text) {
        try {
            return Long.parseLong(text.strip());
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    static double decimal(String text) {
        try {
            return Double.parseDouble(text.strip());
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /** Splits at blanks; nothing is the empty list. */
    static List<String> words(String line) {
        List<String> words = new ArrayList<>();
        int start = -1;
        for (int i = 0; i <= line.length(); i++) {
            boolean blank = i == line.length() || Character.isWhitespace(line.charAt(i));
            if (!blank && start < 0) start = i;
            if (blank && start >= 0) {
                words.add(line.substring(start, i));
                start = -1;
            }
        }
        return words;
    }
}
