package io.stardust.agent.supervise;

import io.stardust.agent.foreign.ColdPages;

/**
 * Memory that work has left behind. The serial collector takes new memory up to its limit before it looks for old, so
 * an agent that mostly idles would keep what one install took, and creep up over weeks; and the code that work ran
 * through stays in memory as well. For one thread.
 */
final class Leftovers {
    private static final long WORTH_IT = 1 << 20;

    private final ColdPages code = new ColdPages();
    private long kept;

    /** Collects and gives back, in some 10 ms, if the heap has grown since the last time; at first in any case. */
    void giveBack() {
        if (Runtime.getRuntime().totalMemory() < kept + WORTH_IT) return;
        System.gc();
        code.giveBack();
        kept = Runtime.getRuntime().totalMemory();
    }
}
