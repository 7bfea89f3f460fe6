package io.stardust.agent.supervise.output;

import io.stardust.protocol.Printable;
import io.stardust.protocol.deploy.OutputChunk;
import io.stardust.protocol.deploy.OutputQuery;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one app printed: {@code out.log}, appended by the app itself, and older parts {@code out.log.1} (the newest) and
 * up. Every byte has a place, counted from the first the app ever printed, so a cursor survives rotation; an
 * {@code out.index} beside the files holds the place at which each part begins. Thread-safe.
 *
 * <p>The app holds the file open, so rotation copies the head of it and has the kernel take that away, see
 * {@link LogHead}: nothing is lost. Of an app that prints more than all parts together between two checks the oldest is
 * left out, which bounds the disk whatever an app prints.
 */
public final class OutputLog {
    /** A reply carries the chunk as JSON within JSON: twice the length at worst, and a text of 32,000 is the most. */
    private static final int CHUNK_BYTES = 14_000;

    private static final String AWAY =
            "(out.log was removed or moved while the app writes to it; this is what the app has written)\n";

    private static final int MAX_LINES = 1000;
    private static final int LAST_BYTES = 2048;
    private static final int LAST_CHARACTERS = 300;
    private static final long QUIET_MS = 1000; // an unfinished line this old is shown as it is

    private static final int MOST_WRITERS = 64;

    private final Path folder;
    private final LogRotation rotation;
    private final InstantSource clock;
    private final Deque<Writer> writers = new ArrayDeque<>();
    private final List<Writer> fresh = new ArrayList<>(); // each with the size of the part in place of its place

    /** Touches nothing yet. */
    public OutputLog(Path folder, long partBytes, int keep, InstantSource clock) {
        this.folder = folder;
        this.rotation = new LogRotation(folder, partBytes, keep);
        this.clock = clock;
    }

    /** Where the app appends. */
    public Path file() {
        return folder.resolve(LogRotation.CURRENT);
    }

    /** Bytes in the current part: one look, and no wait for whoever rotates. */
    public long size() {
        return file().toFile().length();
    }

    /** The last line with something in it, of what the current part held when it had {@code size} bytes; short. */
    public synchronized String lastLine(long size) throws IOException {
        List<LogRotation.Part> parts = rotation.parts();
        LogRotation.Part current = parts.getLast();
        long end = place(current, size); // rotated meanwhile: about there
        long from = Math.max(parts.getFirst().start(), end - LAST_BYTES);
        byte[] bytes = LogRotation.read(parts, from, (int) (end - from));
        String[] lines = clean(bytes, bytes.length).split("\n", -1);
        for (int i = lines.length - 1; i >= 0; i--) {
            String line = lines[i].strip();
            if (!line.isEmpty())
                return line.length() <= LAST_CHARACTERS ? line : line.substring(0, LAST_CHARACTERS) + "…";
        }
        return "";
    }

    /** That process was started, of that release, when the current part held {@code size} bytes. Waits for no disk. */
    public synchronized void started(long pid, String release, long size) {
        rotation.writer(pid);
        fresh.add(new Writer(size, pid, release));
    }

    /** That process of that release appends, since when nobody knows: an earlier agent has started it. */
    public synchronized void adopted(long pid, String release) {
        rotation.writer(pid);
        writers.add(new Writer(Writer.EVER, pid, release));
    }

    /** Those that this agent knows of, in the order of their starts; of very many the last. */
    public synchronized List<Writer> writers() throws IOException {
        placeWriters();
        return List.copyOf(writers);
    }

    private void placeWriters() throws IOException {
        if (fresh.isEmpty()) return;
        LogRotation.Part current = rotation.parts().getLast();
        for (Writer each : fresh) {
            writers.add(new Writer(place(current, each.from()), each.pid(), each.release()));
            if (writers.size() > MOST_WRITERS) writers.removeFirst();
        }
        fresh.clear();
    }

    /** What of the log is there now. */
    public synchronized Extent extent() throws IOException {
        LogRotation.Part current = rotation.parts().getLast();
        return new Extent(current.start(), current.end());
    }

    /**
     * Places in all that was ever printed.
     *
     * @param current Of the first byte of the current part.
     * @param end Behind the last one.
     */
    public record Extent(long current, long end) {}

    /**
     * Fills {@code bytes} with what was printed from {@code from} on, or from the first place behind it that is still
     * there; over the ends of parts, but not over a gap.
     */
    public synchronized Piece copy(long from, byte[] bytes) throws IOException {
        List<LogRotation.Part> parts = rotation.parts();
        long start = LogRotation.held(parts, from);
        int length = LogRotation.read(parts, start, bytes);
        return new Piece(start, length, parts.getLast().end());
    }

    /**
     * What was copied of a log.
     *
     * @param start The place of its first byte.
     * @param end Of the whole log, when it was copied.
     */
    public record Piece(long start, int length, long end) {}

    /** The file for who follows the log to note how far: it is there as long as the log is. */
    public Path cursor() {
        return folder.resolve("out.cursor");
    }

    /** Moves all of it to another folder, where another object reads it; this one finds nothing any more. */
    public synchronized void moveTo(Path other) throws IOException {
        placeWriters();
        Files.move(folder, other);
    }

    /** Deletes all of it. */
    public synchronized void delete() throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) Files.delete(file);
        }
        Files.delete(folder);
    }

    private static long place(LogRotation.Part current, long size) {
        return Math.min(current.start() + Math.max(0, size - current.offset()), current.end());
    }

    /** Rotates when the current part is full; returns whether it was. One look at the file's size otherwise. */
    public synchronized boolean rotate() throws IOException {
        placeWriters(); // their sizes are of the part as it is
        return rotation.rotate();
    }

    /**
     * Returns what follows {@link OutputQuery#after}, or the last lines. Always whole lines, but for a line longer than
     * a chunk, and for one that was left unfinished a while ago.
     */
    public synchronized OutputChunk read(OutputQuery query) throws IOException {
        List<LogRotation.Part> parts = rotation.parts();
        long end = parts.getLast().end();
        Long after = place(query.after());
        if (after == null || after > end) { // a cursor of another life of this log
            int lines = query.lines() == 0 ? 100 : Math.clamp(query.lines(), 1, MAX_LINES);
            String note = rotation.isAway() ? AWAY : "";
            LogTail tail = new LogTail(parts, !quiet());
            LogTail.Text last = tail.last(lines, CHUNK_BYTES - note.length());
            boolean lost = query.after() != null && !query.after().isEmpty();
            return new OutputChunk(note + last.text(), Long.toString(last.end()), lost);
        }
        long from = Math.max(after, parts.getFirst().start());
        boolean lost = from > after;
        return chunk(parts, from, lost);
    }

    private static @Nullable Long place(@Nullable String cursor) {
        if (cursor == null || cursor.isEmpty()) return null;
        try {
            long place = Long.parseLong(cursor);
            return place < 0 ? null : place;
        } catch (NumberFormatException e) {
            return null; // not ours: as good as none
        }
    }

    private OutputChunk chunk(List<LogRotation.Part> parts, long from, boolean lost) throws IOException {
        long start = from;
        for (LogRotation.Part part : parts) { // bytes before a part may never have been copied
            if (start < part.end()) {
                start = Math.max(start, part.start());
                break;
            }
        }
        byte[] bytes = LogRotation.read(parts, start, CHUNK_BYTES);
        int length = presentable(bytes, start + bytes.length == parts.getLast().end());
        return new OutputChunk(clean(bytes, length), Long.toString(start + length), lost || start > from);
    }

    static String clean(byte[] bytes, int length) {
        return Printable.of(new String(bytes, 0, length, StandardCharsets.UTF_8));
    }

    /** How many of the bytes to show: whole lines, unless more bytes cannot make a line of them. */
    private int presentable(byte[] bytes, boolean atEnd) throws IOException {
        boolean full = bytes.length == CHUNK_BYTES;
        if (!full && (!atEnd || quiet())) return bytes.length;
        for (int i = bytes.length - 1; i >= 0; i--) {
            if (bytes[i] == '\n') return i + 1;
        }
        return full ? characters(bytes) : 0;
    }

    /** Leaves out a character that is cut in two. */
    static int characters(byte[] bytes) {
        int length = bytes.length;
        int back = 0;
        while (back < 3 && back < length && (bytes[length - 1 - back] & 0xC0) == 0x80) back++;
        if (back == length) return length;
        int lead = bytes[length - 1 - back] & 0xFF;
        int need = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : lead >= 0xC0 ? 1 : 0;
        return need > back ? length - 1 - back : length;
    }

    private boolean quiet() throws IOException {
        return Files.exists(file())
                && clock.millis() - Files.getLastModifiedTime(file()).toMillis() >= QUIET_MS;
    }

    /** The last lines for a report, at most {@code lines} and {@code maxBytes}, with an unfinished one. */
    public synchronized String tail(int lines, int maxBytes) throws IOException {
        List<LogRotation.Part> parts = rotation.parts();
        return new LogTail(parts, false).last(lines, maxBytes).text();
    }
}
