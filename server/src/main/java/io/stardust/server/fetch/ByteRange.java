package io.stardust.server.fetch;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A piece of a file, as asked by a {@code Range} header of one range. Immutable.
 *
 * @param from first byte
 * @param to last byte
 */
record ByteRange(long from, long to) {
    private static final Pattern ONE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

    long length() {
        return to - from + 1;
    }

    /** True when {@code header} is one that is understood; others are to be ignored (RFC 9110, 14.2). */
    static boolean understood(String header) {
        Matcher range = ONE.matcher(header.strip());
        if (!range.matches() || (range.group(1).isEmpty() && range.group(2).isEmpty())) return false;
        return range.group(1).isEmpty()
                || range.group(2).isEmpty()
                || Long.parseLong(range.group(1)) <= Long.parseLong(range.group(2));
    }

    /** Reads an understood header; empty when a file of {@code size} bytes has no such piece. */
    static Optional<ByteRange> of(String header, long size) {
        Matcher range = ONE.matcher(header.strip());
        if (!range.matches()) return Optional.empty();
        if (range.group(1).isEmpty()) {
            long last = Long.parseLong(range.group(2));
            return last == 0 || size == 0
                    ? Optional.empty()
                    : Optional.of(new ByteRange(Math.max(0, size - last), size - 1));
        }
        long from = Long.parseLong(range.group(1));
        long to = range.group(2).isEmpty() ? size - 1 : Math.min(size - 1, Long.parseLong(range.group(2)));
        return from >= size ? Optional.empty() : Optional.of(new ByteRange(from, to));
    }
}
