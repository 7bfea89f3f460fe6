package io.stardust.client.log;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Chooses when to say what was dropped: the first at once, then once a minute at most. For one thread. */
final class DropReport {
    private static final long PAUSE_NS = TimeUnit.MINUTES.toNanos(1);

    private Drops told = Drops.NONE;
    private long toldAt;

    /** What is to be said now of {@code all} that were dropped; null: nothing. */
    @Nullable
    Drops due(Drops all, long nowNs) {
        if (told.total() > 0 && nowNs - toldAt < PAUSE_NS) return null;
        Drops fresh = last(all);
        if (fresh != null) toldAt = nowNs;
        return fresh;
    }

    /** What nobody was told; null: nothing. */
    @Nullable
    Drops last(Drops all) {
        Drops fresh = all.since(told);
        told = all;
        return fresh.total() == 0 ? null : fresh;
    }
}
