package io.stardust.server.feature;

import io.stardust.protocol.loop.Chore;
import io.stardust.protocol.loop.Loop;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Collects garbage that the Java runtime would let lie. It grows the heap to its bound before it looks at what is old,
 * and gives back nothing while it idles: a hash of a password leaves 19 MiB behind, a gigabyte of logs some 100 MB.
 * Thread-safe.
 */
public final class HeapTrimmer implements AutoCloseable {
    /** Sign-ins that come together are cleared up after once. */
    private static final Duration CALM = Duration.ofSeconds(5);

    private static final long WORTH_IT = 16 << 20;

    private static final AtomicLong KEPT = new AtomicLong(); // bytes of the one heap there is, after the last time

    private final Loop loop = Loop.every("heap", Duration.ofSeconds(1), this::look);
    private final AtomicBoolean soon = new AtomicBoolean();

    /** Begins to look at the heap from time to time. */
    void start() {
        loop.start();
    }

    Loop loop() {
        return loop;
    }

    /** There is much garbage now, of work that does not come often. */
    public void left() {
        if (soon.compareAndSet(false, true)) Chore.start("leftovers", this::giveBack);
    }

    private void giveBack() throws InterruptedException {
        Thread.sleep(CALM);
        soon.set(false);
        // a heap that is as large as after the last time is in use: collecting would only make everybody wait
        if (Runtime.getRuntime().totalMemory() >= KEPT.get() + WORTH_IT) collect();
    }

    /** A heap of a third of its bound is collected when a quarter of it came since the last time. */
    private void look() {
        long size = Runtime.getRuntime().totalMemory();
        long kept = KEPT.get();
        if (size >= Runtime.getRuntime().maxMemory() / 3 && size >= kept + kept / 4) collect();
    }

    private void collect() {
        System.gc();
        KEPT.set(Runtime.getRuntime().totalMemory());
    }

    @Override
    public void close() {
        loop.close();
    }
}
