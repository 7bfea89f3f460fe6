package io.stardust.agent.supervise.output;

import io.stardust.agent.files.Modes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/** The file beside a log that holds the place at which each part begins. Not thread-safe. */
final class LogIndex {
    private static final String HOLE = "hole ";

    private final Path file;

    LogIndex(Path folder) {
        this.file = folder.resolve("out.index");
    }

    /**
     * Where parts begin.
     *
     * @param starts By part number: 0 is the current one.
     * @param hole Bytes at the head of the current one's file that are given back.
     */
    record Places(List<Long> starts, long hole) {
        Places {
            starts = List.copyOf(starts);
        }
    }

    Places read() throws IOException {
        List<Long> starts = new ArrayList<>();
        long hole = 0;
        try {
            for (String line : Files.readString(file, StandardCharsets.US_ASCII).split("\n", -1)) {
                if (line.startsWith(HOLE)) hole = Long.parseLong(line.substring(HOLE.length()));
                else if (!line.isEmpty()) starts.add(Long.parseLong(line));
            }
        } catch (NoSuchFileException | NumberFormatException e) {
            starts.clear(); // never rotated, or damaged: cursors begin anew
        }
        if (starts.isEmpty()) starts.add(0L);
        return new Places(starts, hole);
    }

    void save(Places places) throws IOException {
        StringBuilder text = new StringBuilder();
        for (Long start : places.starts()) text.append(start).append('\n');
        if (places.hole() > 0) text.append(HOLE).append(places.hole()).append('\n');
        Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
        Modes.makeFile(temporary);
        Files.writeString(temporary, text, StandardCharsets.US_ASCII);
        Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
    }
}
