package io.stardust.agent.supervise;

import io.stardust.agent.foreign.ColdPages;
import java.util.concurrent.TimeUnit;

/**
 * Memory that work has left behind. The serial collector takes new memory up to its limit before it looks for old, so
 * an agent that mostly idles would keep what one install took; and the code that work ran through, be it once a day,
 * stays in memory as well. It would creep up over weeks. For one thread.
 */
final class Leftovers {
    private static final long WORTH_IT = 1 << 20;
    private static final long EVERY = TimeUnit.MINUTES.toNanos(10);

    private final ColdPages code = new ColdPages();
    private long kept;
    private long last;

    /**
     * Collects and gives back, in some 10 ms, if the heap has grown since the last time or that is ten minutes ago; at
     * first in any case.
     */
    void giveBack() {
        long now = System.nanoTime();
        if (Runtime.getRuntime().totalMemory() < kept + WORTH_IT && now - last < EVERY) return;
        System.gc();
        code.giveBack();
        kept = Runtime.getRuntime().totalMemory();
        last = now;
    }
}
