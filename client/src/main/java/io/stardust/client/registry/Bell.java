package io.stardust.client.registry;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Wakes one thread; many rings before it wakes are one. Thread-safe. */
final class Bell {
    private final Semaphore rung = new Semaphore(0);

    void ring() {
        rung.release();
    }

    /** Returns after {@code nanos}, or as soon as it rings. */
    void rest(long nanos) throws InterruptedException {
        if (rung.tryAcquire(nanos, TimeUnit.NANOSECONDS)) rung.drainPermits();
    }
}
