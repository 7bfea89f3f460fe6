package io.stardust.agent.supervise.output;

import io.stardust.agent.files.Modes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The parts of one log on disk and where each begins. Not thread-safe: {@link OutputLog} guards it. */
final class LogRotation {
    private static final Logger LOG = LoggerFactory.getLogger(LogRotation.class);

    static final String CURRENT = "out.log";
    private static final Path PROC = Path.of("/proc");
    private static final int PIECE = 64 << 10;
    private static final int CATCH_UPS = 16; // with what was printed meanwhile, and after short copies

    private final Path folder;
    private final long partBytes;
    private final int keep;
    private final LogIndex index;
    private @Nullable LogHead way; // null until a part is full for the first time
    private long writer;

    LogRotation(Path folder, long partBytes, int keep) {
        this.folder = folder;
        this.partBytes = partBytes;
        this.keep = keep;
        this.index = new LogIndex(folder);
    }

    /** As the other, where no more can be done than {@code way}. */
    LogRotation(Path folder, long partBytes, int keep, LogHead way) {
        this(folder, partBytes, keep);
        this.way = way;
    }

    /** That process holds the current part. */
    void writer(long pid) {
        writer = pid;
    }

    /**
     * A file and the places, in all the app ever printed, of its first byte and of the one after its last.
     *
     * @param offset In the file, of the first.
     */
    record Part(Path file, long start, long end, long offset) {
        byte[] read(long from, int most) throws IOException {
            ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(most, Math.max(0, end - from)));
            try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
                long at = from - start + offset;
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

        /** Fills {@code bytes} from {@code begin} on as far as the part goes; returns how many came. */
        int read(long from, byte[] bytes, int begin) throws IOException {
            int wanted = (int) Math.min(bytes.length - begin, end - from);
            int count = 0;
            try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
                while (count < wanted) { // in pieces: the JDK copies each outside the heap
                    ByteBuffer piece = ByteBuffer.wrap(bytes, begin + count, Math.min(PIECE, wanted - count));
                    int read = in.read(piece, from - start + offset + count);
                    if (read <= 0) break; // truncated meanwhile
                    count += read;
                }
            } catch (NoSuchFileException e) {
                return 0;
            }
            return count;
        }
    }

    /** The first place at or behind {@code from} that one of the parts holds; their end when none does. */
    static long held(List<Part> parts, long from) {
        for (Part part : parts) {
            if (from < part.end()) return Math.max(from, part.start());
        }
        return parts.getLast().end();
    }

    /** As {@link #read(List, long, int)}, into {@code bytes} from its beginning; returns how many. */
    static int read(List<Part> parts, long from, byte[] bytes) throws IOException {
        int count = 0;
        for (Part part : parts) {
            long at = from + count;
            if (at < part.start() || at >= part.end()) continue;
            count += part.read(at, bytes, count);
        }
        return count;
    }

    /** Oldest first; the last one is what is being written, there or not. */
    List<Part> parts() throws IOException {
        LogIndex.Places places = index.read();
        List<Long> starts = places.starts();
        List<Part> parts = new ArrayList<>();
        for (int number = Math.min(keep, starts.size() - 1); number >= 1; number--) {
            Path file = part(number);
            long start = starts.get(number);
            if (Files.exists(file)) parts.add(new Part(file, start, start + Files.size(file), 0));
        }
        Path current = current();
        long size = size(current);
        long hole = places.hole() <= size ? places.hole() : 0; // else somebody has emptied it
        parts.add(new Part(current, starts.getFirst(), starts.getFirst() + size - hole, hole));
        return parts;
    }

    /** What the app writes to, though somebody has removed or moved the file: its own hold on it leads there. */
    private Path current() {
        Path usual = folder.resolve(CURRENT);
        if (writer <= 0) return usual;
        Path held = PROC.resolve(Long.toString(writer)).resolve("fd/1");
        try {
            String target = Files.readSymbolicLink(held).toString();
            boolean away = !target.equals(usual.toString())
                    && (target.endsWith("/" + CURRENT) || target.endsWith("/" + CURRENT + " (deleted)"));
            return away ? held : usual;
        } catch (IOException e) {
            return usual; // it has ended
        }
    }

    /** The file is not where it should be, though the app writes to it. */
    boolean isAway() {
        return current().startsWith(PROC);
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
        Part full = parts().getLast();
        if (full.end() - full.start() < partBytes) return false;
        Modes.makeFolder(folder);
        LogHead how = way == null ? LogHead.in(folder) : way;
        way = how;
        if (how == LogHead.KEPT || partBytes < LogHead.BLOCK) return truncate(full.file());
        while (full.end() - full.start() >= partBytes) {
            if (!giveHead(full, how)) return true;
            full = parts().getLast();
        }
        return true;
    }

    /** Makes a part of the head; false when the head could not be given back. */
    private boolean giveHead(Part full, LogHead how) throws IOException {
        long size = full.end() - full.start();
        boolean tooMuch = size > (keep + 1L) * partBytes; // its head would be rotated away at once: it is not copied
        long bytes = blocks(tooMuch ? size - keep * partBytes : partBytes);
        LogIndex.Places places = index.read();
        List<Long> starts = new ArrayList<>(places.starts());
        long begin = full.start();
        if (tooMuch) {
            starts.set(0, begin + bytes);
        } else {
            copy(full, bytes);
            shift();
            starts.addFirst(begin + bytes);
            while (starts.size() > keep + 1) starts.removeLast();
        }
        boolean removed = how == LogHead.REMOVED;
        index.save(new LogIndex.Places(starts, removed ? full.offset() : full.offset() + bytes));
        if (how.give(full.file(), removed ? full.offset() : 0, removed ? bytes : full.offset() + bytes)) return true;
        LOG.warn("{}: its head cannot be given back any more", full.file());
        way = LogHead.KEPT;
        return false;
    }

    private static long blocks(long bytes) {
        return bytes / LogHead.BLOCK * LogHead.BLOCK;
    }

    private void copy(Part full, long bytes) throws IOException {
        try (FileChannel in = FileChannel.open(full.file(), StandardOpenOption.READ);
                FileChannel out = next()) {
            long copied = 0;
            while (copied < bytes) {
                long count = in.transferTo(full.offset() + copied, bytes - copied, out);
                if (count <= 0) throw new IOException(full.file() + " was cut while it was copied");
                copied += count;
            }
        }
    }

    private FileChannel next() throws IOException {
        return Modes.open(
                part(0), StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
    }

    /** Copies all until nothing comes any more, then cuts; of very much it keeps the newest. */
    private boolean truncate(Path current) throws IOException {
        LogIndex.Places places = index.read();
        List<Long> starts = new ArrayList<>(places.starts());
        try (FileChannel in = FileChannel.open(current, StandardOpenOption.READ, StandardOpenOption.WRITE);
                FileChannel out = next()) {
            long size = in.size();
            long hole = places.hole() <= size ? places.hole() : 0;
            long most = Math.max(1, keep) * partBytes;
            long begin = Math.max(hole, size - most);
            long copied = begin;
            for (int i = 0; i < CATCH_UPS && copied < size; i++) {
                if (size - begin > 2 * most) { // it prints faster than is copied: on with the newest
                    begin = size - most;
                    copied = begin;
                    out.truncate(0);
                }
                copied += in.transferTo(copied, size - copied, out);
                size = in.size();
            }
            shift();
            starts.addFirst(starts.getFirst() + size - hole);
            starts.set(1, starts.get(1) + begin - hole);
            while (starts.size() > keep + 1) starts.removeLast();
            index.save(new LogIndex.Places(starts, 0));
            long late = in.size() - size; // came while the index was saved
            if (late > 0 && copied == size) in.transferTo(size, late, out);
            in.truncate(0);
            if (late > 0) { // what was not copied of it is a gap, and told as one
                starts.set(0, starts.getFirst() + late);
                index.save(new LogIndex.Places(starts, 0));
            }
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
}
