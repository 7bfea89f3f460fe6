package io.stardust.telemetry.block;

import io.stardust.telemetry.bytes.ByteSink;
import io.stardust.telemetry.bytes.ByteSource;
import io.stardust.telemetry.bytes.DamagedData;
import io.stardust.telemetry.log.Level;

/** How many records of each level a block has, so that a histogram need not unpack it. Immutable. */
public final class LevelCounts {
    private final int[] counts;

    /** Of the records of {@code block}. */
    LevelCounts(OpenBlock block) {
        counts = new int[Level.COUNT];
        for (int i = 0; i < block.records(); i++) counts[block.level(i)]++;
    }

    private LevelCounts(int[] counts) {
        this.counts = counts;
    }

    static LevelCounts read(ByteSource in, int records) throws DamagedData {
        int[] counts = new int[Level.COUNT];
        long all = 0;
        for (int i = 0; i < counts.length; i++) {
            counts[i] = in.count(records);
            all += counts[i];
        }
        if (all != records) throw new DamagedData(all + " levels of " + records + " records");
        return new LevelCounts(counts);
    }

    void write(ByteSink out) {
        for (int count : counts) out.varint(count);
    }

    /** Of the level of that number. */
    public int of(int level) {
        return counts[level];
    }

    int mask() {
        int mask = 0;
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] > 0) mask |= 1 << i;
        }
        return mask;
    }
}
