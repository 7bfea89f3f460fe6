package io.stardust.telemetry.store;

import io.stardust.telemetry.block.OpenBlock;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Set;

/**
 * Blocks that were written, to be filled again: what is made anew at full rate becomes old before it becomes garbage,
 * and collecting that took a third of the time. Only apps that fill their blocks get one, for it is large from the
 * start. Thread-safe.
 */
final class SpareBlocks {
    private static final int MOST = 16; // each takes about a megabyte

    private final ArrayDeque<OpenBlock> spare = new ArrayDeque<>(); // guarded by this, as is what follows
    private Set<Long> busy = new HashSet<>();
    private Set<Long> busyBefore = new HashSet<>();

    /** A block to be filled; see {@link OpenBlock}. */
    synchronized OpenBlock take(long app, boolean late, long firstOrdinal) {
        boolean large = busy.contains(app) || busyBefore.contains(app);
        OpenBlock written = large ? spare.poll() : null;
        return written == null ? new OpenBlock(app, late, firstOrdinal) : written.begin(app, late, firstOrdinal);
    }

    /** {@code block} is written, and nobody has a view of it. */
    synchronized void give(OpenBlock block) {
        if (spare.size() < MOST) spare.add(block);
    }

    /** {@code app} has filled one. */
    synchronized void filled(long app) {
        busy.add(app);
    }

    /** A new segment begins: who filled no block of the one before is not busy any more. */
    synchronized void turn() {
        busyBefore = busy;
        busy = new HashSet<>();
    }

    /** Nothing comes now: gives the memory back. */
    synchronized void rest() {
        spare.clear();
    }
}
