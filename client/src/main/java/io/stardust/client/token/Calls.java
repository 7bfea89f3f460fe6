package io.stardust.client.token;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts the calls that this app serves, so that it is not stopped while some are under way. {@link StardustFilter} and
 * {@link StardustServletFilter} count those that pass; whoever serves otherwise says so here. Thread-safe.
 */
public final class Calls {
    private final AtomicInteger underWay = new AtomicInteger();
    private volatile boolean counted;

    /** A call begins; {@link #end} follows in any case, once. */
    public void begin() {
        counted = true;
        underWay.incrementAndGet();
    }

    /** A call that began has ended. */
    public void end() {
        underWay.decrementAndGet();
    }

    /** How many are under way. */
    public int underWay() {
        return underWay.get();
    }

    /** Whether anybody has ever counted here. */
    public boolean isCounted() {
        return counted;
    }
}
