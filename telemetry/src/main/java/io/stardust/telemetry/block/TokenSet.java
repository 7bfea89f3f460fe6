package io.stardust.telemetry.block;

import java.util.Arrays;

/** Hashes of the distinct words of a block, up to a number behind which it says "any". For one thread. */
final class TokenSet {
    /** Beyond this a block's filter would let through nearly everything, so it lets through all. */
    static final int MOST = 4 * Filter.TOKENS;

    private long[] slots = new long[1024];
    private int count;
    private boolean any;

    void add(long hash) {
        if (any) return;
        long stored = hash == 0 ? 1 : hash;
        int slot = slot(stored);
        if (slots[slot] == stored) return;
        slots[slot] = stored;
        if (++count > MOST) {
            any = true;
            slots = new long[0];
        } else if (count * 2 > slots.length) {
            grow();
        }
    }

    private int slot(long stored) {
        int slot = (int) (stored >>> 20) & (slots.length - 1);
        while (slots[slot] != 0 && slots[slot] != stored) slot = (slot + 1) & (slots.length - 1);
        return slot;
    }

    private void grow() {
        long[] old = slots;
        slots = new long[old.length * 2];
        for (long each : old) {
            if (each != 0) slots[slot(each)] = each;
        }
    }

    /** Whether {@code hash} was added; true for all once there were too many. */
    boolean has(long hash) {
        if (any) return true;
        long stored = hash == 0 ? 1 : hash;
        return slots[slot(stored)] == stored;
    }

    int count() {
        return any ? MOST : count;
    }

    /** Bytes of memory it takes. */
    int memory() {
        return slots.length * 8;
    }

    Filter filter() {
        Filter filter = new Filter(count);
        if (any) {
            filter.fill();
        } else {
            for (long each : slots) {
                if (each != 0) filter.add(each);
            }
        }
        return filter;
    }

    void clear() {
        if (slots.length == 0) slots = new long[1024];
        else if (count > 0) Arrays.fill(slots, 0);
        count = 0;
        any = false;
    }
}
