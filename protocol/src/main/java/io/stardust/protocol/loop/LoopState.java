package io.stardust.protocol.loop;

import org.jspecify.annotations.Nullable;

/**
 * How a loop fares at one moment. Immutable.
 *
 * @param state one of the constants below
 * @param seconds for how long it has been so
 * @param failures in a row, up to now
 * @param failure the last of these; null when there is none
 */
public record LoopState(
        String name,
        String state,
        long seconds,
        long failures,
        @Nullable String failure) {
    /** Waits for something to do. */
    public static final String IDLE = "idle";

    /** Works. */
    public static final String BUSY = "busy";

    /** Works on one thing for too long. */
    public static final String STUCK = "stuck";

    /** Has finished, as it should. */
    public static final String ENDED = "ended";

    /** Its thread is gone, though nobody ended it. */
    public static final String DEAD = "dead";

    /** Whether somebody has to look after it. */
    public boolean bad() {
        return state.equals(STUCK) || state.equals(DEAD);
    }

    /** For people, e.g. {@code rollouts: stuck for 75 s}. */
    public String words() {
        return name + ": " + state + (state.equals(DEAD) || state.equals(ENDED) ? "" : " for " + seconds + " s")
                + (failure == null ? "" : ", failed " + failures + " times, last: " + failure);
    }
}
