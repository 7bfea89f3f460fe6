package io.stardust.agent.supervise.output;

import io.stardust.protocol.Printable;
import io.stardust.protocol.deploy.OutputChunk;
import io.stardust.protocol.deploy.OutputQuery;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
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

    private final Path folder;
    private final LogRotation rotation;
    private final InstantSource clock;

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
        long end = Math.min(
                current.start() + Math.max(0, size - current.offset()),
                current.end()); // rotated meanwhile: about there
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

    /** That process appends from now on. */
    public synchronized void writer(long pid) {
        rotation.writer(pid);
    }

    /** Rotates when the current part is full; returns whether it was. One look at the file's size otherwise. */
    public synchronized boolean rotate() throws IOException {
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
