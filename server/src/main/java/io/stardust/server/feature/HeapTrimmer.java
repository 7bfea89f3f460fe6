package io.stardust.server.access;

import io.stardust.protocol.loop.Chore;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Gives back the memory that hashes of passwords leave behind: 19 MiB each, for which the heap grows and which a server
 * that idles would keep for days. Thread-safe.
 */
final class HeapTrimmer {
    /** Sign-ins that come together are cleared up after once. */
    private static final Duration CALM = Duration.ofSeconds(5);

    private static final long WORTH_IT = 16 << 20;

    private final AtomicBoolean soon = new AtomicBoolean();
    private volatile long kept;

    /** There are some now. */
    void left() {
        if (soon.compareAndSet(false, true)) Chore.start("leftovers", this::giveBack);
    }

    private void giveBack() throws InterruptedException {
        Thread.sleep(CALM);
        soon.set(false);
        // a heap that is as large as after the last time is in use: collecting would only make everybody wait
        if (Runtime.getRuntime().totalMemory() < kept + WORTH_IT) return;
        System.gc();
        kept = Runtime.getRuntime().totalMemory();
    }
}
