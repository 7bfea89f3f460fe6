package io.stardust.server.access;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/** How often something may happen, for each sender and for all together. Thread-safe; kept in memory. */
public final class Rate {
    private static final Duration WINDOW = Duration.ofMinutes(1);

    private final InstantSource clock;
    private final int ofOne;
    private final int ofAll;
    private final Map<String, Integer> counts = new HashMap<>(); // at most ofAll
    private int all;
    private Instant until = Instant.MIN;

    /**
     * @param clock a steady one
     * @param ofOne how often within a minute for one sender
     * @param ofAll for all together
     */
    public Rate(InstantSource clock, int ofOne, int ofAll) {
        this.clock = clock;
        this.ofOne = ofOne;
        this.ofAll = ofAll;
    }

    /** False when {@link #take} would be; counts nothing. */
    public synchronized boolean has(String sender) {
        Instant now = clock.instant();
        if (!now.isBefore(until)) {
            counts.clear();
            all = 0;
            until = now.plus(WINDOW);
        }
        return all < ofAll && counts.getOrDefault(sender, 0) < ofOne;
    }

    /** Counts once for {@code sender}; false when that is too often. */
    public synchronized boolean take(String sender) {
        if (!has(sender)) return false;
        all++;
        counts.merge(sender, 1, Integer::sum);
        return true;
    }
}
