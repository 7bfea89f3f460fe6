package io.stardust.agent.supervise.output;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;

/** The last lines of a log. A line too long to be shown is cut, with a mark, so that those before it are seen too. */
final class LogTail {
    private static final int LINE_BYTES = 2000;
    private static final int PIECE = 64 << 10;
    private static final long MOST = 32L << 20; // looked through for the lines

    private final List<LogRotation.Part> parts;
    private final boolean busy;

    /** @param busy The last line is being written: what is not finished of it is left out. */
    LogTail(List<LogRotation.Part> parts, boolean busy) {
        this.parts = parts;
        this.busy = busy;
    }

    /** @param end The place after what is shown. */
    record Text(String text, long end) {}

    private record Line(long start, long end) {}

    /** At most {@code lines} of them, that fit {@code bytes}. */
    Text last(int lines, int bytes) throws IOException {
        List<Line> found = find(lines);
        long end = parts.getLast().end();
        if (busy && !found.isEmpty() && !isFinished(found.getLast()))
            end = found.removeLast().start();
        if (found.size() > lines) found.removeFirst();
        Deque<String> shown = new ArrayDeque<>();
        int used = 0;
        for (Line line : found.reversed()) {
            String text = text(line, found.size() == 1 ? bytes : LINE_BYTES);
            used += text.getBytes(StandardCharsets.UTF_8).length;
            if (used > bytes && !shown.isEmpty()) break;
            shown.addFirst(text);
        }
        return new Text(String.join("", shown), end);
    }

    private boolean isFinished(Line line) throws IOException {
        byte[] last = LogRotation.read(parts, line.end() - 1, 1);
        return last.length == 1 && last[0] == '\n';
    }

    private String text(Line line, int most) throws IOException {
        long length = line.end() - line.start();
        if (length <= most) {
            byte[] whole = LogRotation.read(parts, line.start(), (int) length);
            return OutputLog.clean(whole, whole.length);
        }
        byte[] head = LogRotation.read(parts, line.start(), most - 60);
        int count = OutputLog.characters(head);
        String mark = "\u2026 (" + (length - count) + " more bytes of this line)\n";
        return OutputLog.clean(head, count) + mark;
    }

    /** One more than asked for, as the last may have to go. Oldest first. */
    private List<Line> find(int lines) throws IOException {
        int wanted = busy ? lines + 1 : lines;
        List<Line> found = new ArrayList<>();
        long end = parts.getLast().end();
        long start = end; // of the line that is looked for
        long seen = 0;
        for (int i = parts.size() - 1; i >= 0 && found.size() < wanted && seen < MOST; i--) {
            LogRotation.Part part = parts.get(i);
            if (part.end() < start && part.end() < end) break; // a gap: what is before it is not of these lines
            long at = part.end();
            while (at > part.start() && found.size() < wanted && seen < MOST) {
                long from = Math.max(part.start(), at - PIECE);
                byte[] bytes = part.read(from, (int) (at - from));
                seen += bytes.length;
                for (int k = bytes.length - 1; k >= 0 && found.size() < wanted; k--) {
                    boolean ends = bytes[k] == '\n' && from + k != end - 1;
                    if (!ends) continue;
                    found.add(new Line(from + k + 1, end));
                    end = from + k + 1;
                }
                at = from;
                start = from;
            }
        }
        if (found.size() < wanted && start < end) found.add(new Line(start, end));
        Collections.reverse(found);
        return found;
    }
}
