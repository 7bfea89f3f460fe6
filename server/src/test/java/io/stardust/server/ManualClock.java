package io.stardust.server;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that is turned by hand. Thread-safe. */
public final class ManualClock implements InstantSource {
    private volatile Instant now = Instant.parse("2026-05-04T10:00:00Z");

    @Override
    public Instant instant() {
        return now;
    }

    public void advance(Duration by) {
        now = now.plus(by);
    }
}
