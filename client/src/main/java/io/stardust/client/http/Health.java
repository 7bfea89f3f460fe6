package io.stardust.client.http;

/**
 * How one provider answers. Times are {@code System.nanoTime}. Thread-safe.
 *
 * <ul>
 *   <li>Out: passed over while others are there. After a connection that could not be made, a call that timed out while
 *       nothing was heard, three failures in a row, or half of the last twenty calls; for a second, twice as long each
 *       time, a minute at most. Then one call at a time tries it until one succeeds, no longer than {@link #patience}
 *       when others are there.
 *   <li>Silent: calls wait and nothing was heard for a second, or eight times as long as its answers take. Out as long
 *       as that lasts: a machine that is cut off answers nothing, not even with an error.
 *   <li>Open: the circuit, after five failures in a row. Nobody calls it, not even when there is no other; then one
 *       call at a time tries it.
 * </ul>
 */
final class Health {
    private static final long SECOND = 1_000_000_000L;
    private static final int FAILURES_OUT = 3;
    private static final int FAILURES_OPEN = 5;
    private static final int WINDOW = 20;
    private static final int WINDOW_LEAST = 10;
    private static final int DOUBLINGS = 6;
    private static final long LONGEST = 60 * SECOND;
    private static final int SILENCE_TIMES = 8;

    // all guarded by this
    private int underWay;
    private long waitingSince; // the oldest call under way that nothing was heard after
    private boolean waiting;
    private double average; // ns of an answer
    private int failures; // in a row
    private int results; // in the window
    private int bad; // as bits, the newest lowest
    private int ejections; // that are not yet made good
    private boolean out;
    private long outUntil;
    private boolean open;

    synchronized void began(long now) {
        underWay++;
        if (waiting) return;
        waiting = true;
        waitingSince = now;
    }

    /** An answer came, {@code good} or of the kind that tells of trouble. */
    synchronized void answered(long now, long nanos, boolean good) {
        heard(now);
        average = average == 0 ? nanos : average + 0.2 * (nanos - average);
        count(!good);
        if (!good) {
            failed(now, false);
            return;
        }
        failures = 0;
        open = false;
        if (out && now - outUntil >= 0) out = false;
        else if (!out && ejections > 0 && now - outUntil > ejectionNanos()) ejections--;
    }

    /** No answer came; {@code unconnected} when there was no connection at all. */
    synchronized void broke(long now, boolean unconnected) {
        boolean silent = isSilent(now);
        heard(now);
        count(true);
        failed(now, unconnected || silent);
    }

    /** The call was given up by its caller: that tells nothing. */
    synchronized void gaveUp() {
        underWay = Math.max(0, underWay - 1);
        if (underWay == 0) waiting = false;
    }

    private void heard(long now) {
        gaveUp();
        waitingSince = now;
    }

    private void count(boolean failed) {
        bad = ((bad << 1) | (failed ? 1 : 0)) & ((1 << WINDOW) - 1);
        results = Math.min(results + 1, WINDOW);
    }

    private void failed(long now, boolean gone) {
        failures++;
        boolean half = results >= WINDOW_LEAST && 2 * Integer.bitCount(bad) >= results;
        if (out && now - outUntil < 0) return; // a call that began before
        if (failures >= FAILURES_OPEN) open = true;
        if (!gone && failures < FAILURES_OUT && !half && !open && !out) return;
        out = true;
        ejections++;
        outUntil = now + ejectionNanos();
        results = 0;
        bad = 0;
    }

    private long ejectionNanos() {
        return Math.min(SECOND << Math.min(Math.max(ejections - 1, 0), DOUBLINGS), LONGEST);
    }

    private boolean isSilent(long now) {
        return waiting && now - waitingSince > patience();
    }

    /** For how many ns nothing may be heard while calls wait. */
    synchronized long patience() {
        return Math.max(SECOND, (long) (SILENCE_TIMES * average));
    }

    /** Whether a call that begins now would try if it answers again. */
    synchronized boolean isOnTrial() {
        return out;
    }

    /** Whether others should be asked first. */
    synchronized boolean isOut(long now) {
        if (isSilent(now)) return true;
        return out && (now - outUntil < 0 || underWay > 0);
    }

    /** Whether nobody should ask it. */
    synchronized boolean isOpen(long now) {
        return open && (now - outUntil < 0 || underWay > 0);
    }

    /** When it comes back, to compare those that are out. */
    synchronized long outUntil() {
        return out ? outUntil : waitingSince;
    }

    /** Whether it can be forgotten. */
    synchronized boolean isPlain() {
        return underWay == 0 && ejections == 0 && failures == 0;
    }
}
