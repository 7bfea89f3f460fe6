package io.stardust.agent.shipping;

import io.stardust.protocol.log.LineJoiner;

/** Where output can be cut without cutting a line or a record in two. Not thread-safe. */
final class Records {
    private static final int BACK = 64 << 10;

    private final LineJoiner joiner = new LineJoiner();
    private int last;
    private int lines;

    /** Looks at the first {@code length} bytes: at their end alone where a record surely begins there. */
    void look(byte[] bytes, int length) {
        joiner.reset();
        last = 0;
        int from = lastBeginning(bytes, length);
        for (int end = lineEnd(bytes, from, length); end > 0; end = lineEnd(bytes, from, length)) {
            if (!joiner.continues(bytes, from, end)) last = from;
            from = end;
        }
        lines = from;
    }

    /** Of the last whole line not far from the end that begins a record whatever is before it; else 0. */
    private static int lastBeginning(byte[] bytes, int length) {
        int end = length;
        while (end > 0 && bytes[end - 1] != '\n') end--;
        int farthest = Math.max(0, end - BACK);
        while (end > farthest) {
            int from = end - 1;
            while (from > 0 && bytes[from - 1] != '\n') from--;
            if (LineJoiner.surelyBegins(bytes, from, end)) return from;
            end = from;
        }
        return 0;
    }

    private static int lineEnd(byte[] bytes, int from, int length) {
        for (int i = from; i < length; i++) if (bytes[i] == '\n') return i + 1;
        return 0;
    }

    /** Where the last record begins that has a whole line. */
    int last() {
        return last;
    }

    /** Behind the last whole line; 0 = there is none. */
    int lines() {
        return lines;
    }
}
