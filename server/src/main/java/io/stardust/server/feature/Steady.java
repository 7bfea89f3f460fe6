package io.stardust.server.feature;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Time that only goes forward, for what is measured: the clock of a machine is set now and then. Thread-safe. */
public final class Steady implements InstantSource {
    private final Instant start;
    private final long startNanos = System.nanoTime();

    private Steady(Instant start) {
        this.start = start;
    }

    /** Of the machine's clock a steady one; any other stays as it is. */
    public static InstantSource of(InstantSource clock) {
        return clock.equals(InstantSource.system()) ? new Steady(clock.instant()) : clock;
    }

    @Override
    public Instant instant() {
        return start.plus(Duration.ofNanos(System.nanoTime() - startNanos));
    }
}
