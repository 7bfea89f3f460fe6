package io.stardust.client.balance;

/**
 * How the calls of one provider go. Times are nanoseconds of one clock. Thread-safe.
 *
 * <p>The average is of the last calls, and of the last seconds where calls are few: after 15 s without one, the next
 * counts for two thirds.
 */
final class Load {
    private static final double NEWEST = 0.1; // its part in the averages, when the one before was just now
    private static final double FADES = 15e9; // ns

    // all guarded by this
    private double average; // ns
    private double spread; // ns, how far calls are from the average, usually
    private boolean known;
    private long heard;
    private int unheard;

    /**
     * What is known at one moment.
     *
     * @param usual what a call takes, ns; NaN when none has ended
     * @param least what it takes at least, the usual spread aside, ns; less with each second that nothing was heard
     * @param unheard calls that began since one ended
     */
    record Seen(double usual, double least, int unheard) {
        /** Of a provider that was never called. */
        static final Seen NOTHING = new Seen(Double.NaN, 0, 0);
    }

    synchronized void began() {
        unheard++;
    }

    synchronized void ended(long now, long nanos) {
        // the first says little: it made the connection, or warmed the provider up
        double off = nanos - average;
        double part = known ? 1 - (1 - NEWEST) * faded(now) : 1;
        spread = known ? spread + part * (Math.abs(off) - spread) : nanos;
        average += part * off;
        known = true;
        heard = now;
        unheard = 0;
    }

    synchronized Seen seen(long now) {
        if (!known) return new Seen(Double.NaN, 0, unheard);
        return new Seen(average, Math.max(0, average - spread) * faded(now), unheard);
    }

    private double faded(long now) {
        return Math.exp(-Math.max(0, now - heard) / FADES);
    }
}
