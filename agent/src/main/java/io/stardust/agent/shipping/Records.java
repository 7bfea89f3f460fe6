package io.stardust.agent.shipping;

import io.stardust.protocol.log.LineJoiner;

/** Where output can be cut without cutting a line or a record in two. Not thread-safe. */
final class Records {
    private final LineJoiner joiner = new LineJoiner();
    private int last;
    private int lines;

    /** Looks through the first {@code length} bytes. */
    void look(byte[] bytes, int length) {
        joiner.reset();
        last = 0;
        int from = 0;
        for (int end = lineEnd(bytes, from, length); end > 0; end = lineEnd(bytes, from, length)) {
            if (!joiner.continues(bytes, from, end)) last = from;
            from = end;
        }
        lines = from;
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
