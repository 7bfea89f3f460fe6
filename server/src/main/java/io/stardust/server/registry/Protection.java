package io.stardust.server.registry;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.IntSupplier;

/**
 * Decides whether providers whose lease is over are kept, since so many went silent at once that rather the network or
 * this server is to blame. Counted are those of whom a sign of life is missing, so that the first of a crowd is kept as
 * well, and those that lapsed within a lease. One alone is never kept: a single process that dies is no news of the
 * network. Once so many are back that it is over, the rest has half a lease more: they come back one after the other.
 * Guarded by its service.
 */
final class Protection {
    /** After so long they go all the same. */
    static final long LONGEST = 3_600_000; // ms

    private static final long OFF = Long.MIN_VALUE;
    private static final int FEWEST = 2;

    private final IntSupplier percent;
    private final Deque<Long> lapsed = new ArrayDeque<>();
    private long since = OFF;
    private long ended = OFF;

    /** What becomes of those whose lease is over. */
    enum Verdict {
        /** They go. */
        GO,
        /** They go, and with them all whose lease is over: they were kept for long enough. */
        ALL_GO,
        /** They are kept. */
        STAY
    }

    /** @param percent of a service's providers; 0: nothing is kept */
    Protection(IntSupplier percent) {
        this.percent = percent;
    }

    boolean on() {
        return since != OFF;
    }

    /** Judges {@code silent} of {@code all} providers, some of which are over. */
    Verdict judge(int silent, int all, long now, long lease) {
        while (!lapsed.isEmpty() && now - lapsed.peekFirst() > lease) lapsed.removeFirst();
        int lost = silent + lapsed.size();
        int of = all + lapsed.size();
        int limit = percent.getAsInt();
        boolean many = limit > 0 && lost >= FEWEST && lost * 100L >= (long) limit * of;
        if (!many) {
            if (on()) ended = now;
            since = OFF;
            return ended != OFF && now - ended < lease / 2 ? Verdict.STAY : Verdict.GO;
        }
        if (on() && now - since >= LONGEST) {
            since = OFF;
            lapsed.clear();
            return Verdict.ALL_GO;
        }
        if (!on()) since = now;
        return Verdict.STAY;
    }

    /** One has gone since its lease was over. */
    void lapsed(long now) {
        lapsed.addLast(now);
    }
}
