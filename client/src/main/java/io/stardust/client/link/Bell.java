package io.stardust.client.link;

import java.util.concurrent.TimeUnit;

/** One thread rests on it, others wake it. A ring while nobody rests ends the next rest at once. Thread-safe. */
final class Bell {
    private boolean rung;

    synchronized void ring() {
        rung = true;
        notifyAll();
    }

    /** Returns after {@code nanos}, or as soon as it rings. */
    synchronized void rest(long nanos) throws InterruptedException {
        long end = System.nanoTime() + nanos;
        while (!rung) {
            long left = end - System.nanoTime();
            if (left <= 0) break;
            TimeUnit.NANOSECONDS.timedWait(this, Math.max(left, 1_000_000)); // 0 ms would wait for ever
        }
        rung = false;
    }
}
