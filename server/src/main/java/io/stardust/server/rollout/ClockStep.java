package io.stardust.server.rollout;

import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * Notices that the clock was turned: it tells another time than has passed. What waits for a while, not for a time of
 * day, then waits as long as it would have. Not thread-safe.
 */
final class ClockStep {
    /** What a clock is corrected by without a step, and what a busy machine makes of two looks. */
    private static final long SLACK = 2_000; // ms

    private final InstantSource clock;
    private final LongSupplier passed;
    private long ahead;

    /** @param passed ms since whenever, by what nobody can turn */
    ClockStep(InstantSource clock, LongSupplier passed) {
        this.clock = clock;
        this.passed = passed;
        this.ahead = clock.millis() - passed.getAsLong();
    }

    /** As it is at a server: a clock other than the system's, which is turned on purpose, is its own measure. */
    static ClockStep of(InstantSource clock) {
        return new ClockStep(
                clock, clock.equals(InstantSource.system()) ? () -> System.nanoTime() / 1_000_000 : clock::millis);
    }

    /** By how many ms it was turned since the last look; 0 = not at all. */
    long look() {
        long now = clock.millis() - passed.getAsLong();
        long step = now - ahead;
        ahead = now;
        return Math.abs(step) <= SLACK ? 0 : step;
    }
}
