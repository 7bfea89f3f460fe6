package io.stardust.telemetry.store;

import java.util.regex.Pattern;

/**
 * How long records are kept. The stricter of both bounds wins.
 *
 * @param name of the folder: a lower-case letter, then up to 30 of those, digits and dashes
 * @param days whole days besides today, 1 to 3650
 * @param maxBytes on the disk, files that are still written included; at least 16 MB
 */
public record Keep(String name, int days, long maxBytes) {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,30}");
    private static final int MAX_DAYS = 3650;
    private static final long MIN_BYTES = 16L << 20;

    public Keep {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "retention class '" + name + "' (expected: a lower-case letter, then letters, digits and dashes)");
        }
        if (days < 1 || days > MAX_DAYS) {
            throw new IllegalArgumentException(name + ": " + days + " days (expected: 1 to " + MAX_DAYS + ")");
        }
        if (maxBytes < MIN_BYTES) {
            throw new IllegalArgumentException(
                    name + ": " + maxBytes + " bytes (expected: at least " + MIN_BYTES + ")");
        }
    }
}
