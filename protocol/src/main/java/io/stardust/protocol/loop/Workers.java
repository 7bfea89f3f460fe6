package io.stardust.protocol.loop;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** Daemon threads for a pool, numbered from 1. What ends one of them is logged; the pool makes another. Thread-safe. */
public final class Workers implements ThreadFactory {
    private final String name;
    private final AtomicInteger made = new AtomicInteger();

    /** Threads {@code NAME-1} and so on. */
    public Workers(String name) {
        this.name = name;
    }

    @Override
    public Thread newThread(Runnable work) {
        return Loop.thread(name + "-" + made.incrementAndGet(), work);
    }
}
