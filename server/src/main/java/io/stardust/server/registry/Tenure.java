package io.stardust.server.registry;

import org.jspecify.annotations.Nullable;

/**
 * How long a registration holds: when its owner was heard of last, and whether its push channel has ended since. All
 * times are those of a clock that no step moves, in ms. Thread-safe.
 */
final class Tenure {
    /** How long an owner whose channel ended may take to come back. */
    static final long GRACE = 3_000;

    private static final long OPEN = Long.MIN_VALUE;

    final ServiceBook book;
    final long id;
    final String owner;
    final @Nullable String run;
    final boolean sdk;
    /** As its owner asked, ms; 0: what is usual. */
    final long lease;

    private volatile long seen;
    private volatile long closed = OPEN;

    Tenure(ServiceBook book, Registration of, long now) {
        this.book = book;
        this.id = of.id();
        this.owner = of.owner();
        this.run = of.run();
        this.sdk = of.sdk();
        this.lease = of.lease() * 1_000L;
        this.seen = now;
    }

    /** A sign of life. */
    void beat(long now) {
        seen = now;
        closed = OPEN;
    }

    /** The owner's channel has ended. Says nothing of clients that are no SDK of ours: they may never open another. */
    void close(long now) {
        if (sdk) closed = now;
    }

    long seen() {
        return seen;
    }

    /** When it is over unless a sign of life comes: half as late once the channel has ended. */
    long due(long lease) {
        long full = seen + lease;
        long at = closed;
        return at == OPEN ? full : Math.min(full, at + Math.max(lease / 2, GRACE));
    }

    /** Whether a sign of life is missing: the channel ended and none came, or none for half of the lease. */
    boolean silent(long now, long lease) {
        long at = closed;
        return now - seen > lease / 2 || (at != OPEN && now - at >= GRACE);
    }
}
