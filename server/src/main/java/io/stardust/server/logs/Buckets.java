package io.stardust.server.logs;

/** Lengths of time that people read easily. */
final class Buckets {
    private static final long SECOND = 1_000;
    private static final long MINUTE = 60 * SECOND;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;
    private static final long[] LENGTHS = {
        1,
        10,
        100,
        SECOND,
        2 * SECOND,
        5 * SECOND,
        10 * SECOND,
        15 * SECOND,
        30 * SECOND,
        MINUTE,
        2 * MINUTE,
        5 * MINUTE,
        10 * MINUTE,
        15 * MINUTE,
        30 * MINUTE,
        HOUR,
        2 * HOUR,
        3 * HOUR,
        6 * HOUR,
        12 * HOUR,
        DAY
    };

    private Buckets() {}

    /** The shortest of them that covers {@code span} with at most {@code count}; whole days when it is long. All ms. */
    static long length(long span, int count) {
        for (long length : LENGTHS) {
            if (Math.ceilDiv(span, length) <= count) return length;
        }
        return Math.ceilDiv(Math.ceilDiv(span, count), DAY) * DAY;
    }
}
