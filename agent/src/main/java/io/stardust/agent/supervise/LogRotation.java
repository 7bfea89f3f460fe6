package io.stardust.agent.supervise;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** The parts of one log on disk and where each begins. Not thread-safe: {@link OutputLog} guards it. */
final class LogRotation {
    static final String CURRENT = "out.log";
    private static final int CATCH_UPS = 16; // with what was printed meanwhile, and after short copies

    private final Path folder;
    private final long partBytes;
    private final int keep;

    LogRotation(Path folder, long partBytes, int keep) {
        this.folder = folder;
        this.partBytes = partBytes;
        this.keep = keep;
    }

    /** A file and the places, in all the app ever printed, of its first byte and of the one after its last. */
    record Part(Path file, long start, long end) {
        byte[] read(long from, int most) throws IOException {
            ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(most, Math.max(0, end - from)));
            try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
                long at = from - start;
                while (buffer.hasRemaining()) {
                    int read = in.read(buffer, at);
                    if (read < 0) break; // truncated meanwhile
                    at += read;
                }
            } catch (NoSuchFileException e) {
                return new byte[0];
            }
            return java.util.Arrays.copyOf(buffer.array(), buffer.position());
        }
    }

    /** Oldest first; the last one is what is being written, there or not. */
    List<Part> parts() throws IOException {
        List<Long> starts = starts();
        List<Part> parts = new ArrayList<>();
        for (int number = Math.min(keep, starts.size() - 1); number >= 1; number--) {
            Path file = part(number);
            if (Files.exists(file))
                parts.add(new Part(file, starts.get(number), starts.get(number) + Files.size(file)));
        }
        Path current = folder.resolve(CURRENT);
        long size = Files.exists(current) ? Files.size(current) : 0;
        parts.add(new Part(current, starts.getFirst(), starts.getFirst() + size));
        return parts;
    }

    /** The bytes from {@code from} on, over the ends of parts but not over a gap between them. */
    static byte[] read(List<Part> parts, long from, int most) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        long at = from;
        for (Part part : parts) {
            if (at < part.start() || at >= part.end()) continue;
            byte[] piece = part.read(at, most - bytes.size());
            bytes.writeBytes(piece);
            at += piece.length;
        }
        return bytes.toByteArray();
    }

    boolean rotate() throws IOException {
        Path current = folder.resolve(CURRENT);
        long size = size(current);
        if (size < partBytes) return false;
        List<Long> starts = new ArrayList<>(starts());
        Path next = folder.resolve(CURRENT + ".0");
        try (FileChannel in = FileChannel.open(current, StandardOpenOption.READ, StandardOpenOption.WRITE);
                FileChannel out = FileChannel.open(
                        next,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.TRUNCATE_EXISTING)) {
            long begin = Math.max(0, size - partBytes);
            long copied = begin;
            for (int i = 0; i < CATCH_UPS && copied < size; i++) {
                if (size - begin > 2 * partBytes) { // it prints faster than is copied: on with the newest
                    begin = size - partBytes;
                    copied = begin;
                    out.truncate(0);
                }
                copied += in.transferTo(copied, size - copied, out);
                size = in.size();
            }
            shift();
            starts.addFirst(starts.getFirst() + size);
            starts.set(1, starts.get(1) + begin);
            while (starts.size() > keep + 1) starts.removeLast();
            save(starts);
            in.truncate(0);
        }
        return true;
    }

    private static long size(Path file) throws IOException {
        try {
            return Files.size(file);
        } catch (NoSuchFileException e) {
            return 0;
        }
    }

    private void shift() throws IOException {
        for (int number = keep - 1; number >= 0; number--) {
            Path file = part(number);
            if (Files.exists(file)) Files.move(file, part(number + 1), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private Path part(int number) {
        return folder.resolve(CURRENT + "." + number);
    }

    /** By part number: 0 is the current one. */
    private List<Long> starts() throws IOException {
        List<Long> starts = new ArrayList<>();
        try {
            for (String line : Files.readString(folder.resolve("out.index"), StandardCharsets.US_ASCII)
                    .split("\n", -1)) {
                if (!line.isEmpty()) starts.add(Long.parseLong(line));
            }
        } catch (NoSuchFileException | NumberFormatException e) {
            starts.clear(); // never rotated, or damaged: cursors begin anew
        }
        if (starts.isEmpty()) starts.add(0L);
        return starts;
    }

    private void save(List<Long> starts) throws IOException {
        StringBuilder text = new StringBuilder();
        for (Long start : starts) text.append(start).append('\n');
        Path temporary = folder.resolve("out.index.tmp");
        Files.writeString(temporary, text, StandardCharsets.US_ASCII);
        Files.move(temporary, folder.resolve("out.index"), StandardCopyOption.REPLACE_EXISTING);
    }
}
