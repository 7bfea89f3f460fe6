package io.stardust.server.logs;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/**
 * How the logs fare, apart from all else.
 *
 * @param state one of the constants below
 * @param problem in words; null when all is well
 */
@Json
public record LogsState(String state, @Nullable String problem) {
    /** Taken and found. */
    public static final String OK = "ok";

    /** Taken and found, but for files that cannot be read. */
    public static final String DAMAGED = "damaged";

    /** Not taken, or neither taken nor found. */
    public static final String FAILING = "failing";

    /** Written by a newer program: neither taken nor found. */
    public static final String NEWER = "newer";

    /** Not opened yet, or closed again. */
    public static final String CLOSED = "closed";

    /** For whoever asks: what the disk says of itself is left out. */
    public LogsState brief() {
        return new LogsState(state, null);
    }
}
