package io.stardust.client.http;

import java.util.function.LongSupplier;

/**
 * How many calls may be repeated: in each second a share of the calls of that second or of the one before, and a least
 * number in any case. So a service in trouble does not get a multiple of its load. Thread-safe.
 */
final class RetryBudget {
    private static final long SECOND = 1_000_000_000L;

    private final double share;
    private final int least;
    private final LongSupplier nanoTime;
    private long begin; // of this second; guarded by this, as the rest
    private long before;
    private long calls;
    private long retries;

    RetryBudget(double share, int least, LongSupplier nanoTime) {
        this.share = share;
        this.least = least;
        this.nanoTime = nanoTime;
        this.begin = nanoTime.getAsLong();
    }

    synchronized void called() {
        turn();
        calls++;
    }

    /** Returns whether one more call may be repeated now, and counts it. */
    synchronized boolean take() {
        turn();
        if (retries >= Math.max(least, share * Math.max(calls, before))) return false;
        retries++;
        return true;
    }

    private void turn() {
        long now = nanoTime.getAsLong();
        long passed = now - begin;
        if (passed < SECOND) return;
        before = passed < 2 * SECOND ? calls : 0;
        begin = now;
        calls = 0;
        retries = 0;
    }
}
