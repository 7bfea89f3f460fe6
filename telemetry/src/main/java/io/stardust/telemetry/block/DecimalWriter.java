package io.stardust.telemetry.block;

import io.stardust.telemetry.bytes.ByteSink;
import io.stardust.telemetry.bytes.ByteSource;
import io.stardust.telemetry.bytes.DamagedData;
import java.util.Arrays;

/**
 * Writes columns of decimals in the shorter of two forms. Numbers that return are left to zstd as they are. Others are
 * written as the distance from the column's least one: its size and two leading digits, which have few values and so
 * compress well among their like, and apart from them the digits behind, which do not compress and so take their bits
 * and no more. For one thread.
 */
final class DecimalWriter {
    /** A column of coded numbers, see {@link Variables#putDecimal}. */
    static final int PLAIN = 0;

    /** A column of distances. */
    static final int SPREAD = 1;

    private static final int FEW = 4; // numbers: the least one and what it saves are as long
    private static final int SEEN = 64;

    private final ByteSink plain;
    private final ByteSink sizes;
    private final ByteSink digits;
    private final long[] seen = new long[SEEN];
    private long[] values = new long[64];
    private long pending; // bits that fill no byte yet
    private int pendingBits;

    /** Appends to {@code plain} forms and numbers, to {@code sizes} and {@code digits} distances. */
    DecimalWriter(ByteSink plain, ByteSink sizes, ByteSink digits) {
        this.plain = plain;
        this.sizes = sizes;
        this.digits = digits;
    }

    /** Writes a column of {@code count} numbers, as {@code coded} has them. */
    void column(ByteSink coded, int count) {
        if (count < FEW || !read(coded, count) || returns(count)) {
            plain.put(PLAIN);
            plain.put(coded);
            return;
        }
        long least = values[0];
        for (int i = 1; i < count; i++) least = Math.min(least, values[i]);
        plain.put(SPREAD);
        plain.varint(least);
        for (int i = 0; i < count; i++) distance(values[i] - least);
    }

    /** Reads the numbers; false when one has zeros in front, which distances do not keep. */
    private boolean read(ByteSink coded, int count) {
        if (values.length < count) values = new long[Math.max(count, 2 * values.length)];
        ByteSource in = new ByteSource(coded.array(), 0, coded.size());
        try {
            for (int i = 0; i < count; i++) {
                long code = in.varint();
                if ((code & 1) != 0) return false;
                values[i] = code >>> 1;
            }
        } catch (DamagedData e) {
            throw new IllegalStateException(e); // we wrote it a moment ago
        }
        return true;
    }

    /** Whether half of the numbers were there a short while before. */
    private boolean returns(int count) {
        Arrays.fill(seen, -1);
        int again = 0;
        for (int i = 0; i < count; i++) {
            int slot = (int) ((values[i] * 0x9E3779B97F4A7C15L) >>> 58);
            if (seen[slot] == values[i]) again++;
            seen[slot] = values[i];
        }
        return again * 2 > count;
    }

    private void distance(long value) {
        int behind = digitsBehind(value);
        sizes.put(size(value, behind));
        pending |= (value & ((1L << behind) - 1)) << pendingBits;
        pendingBits += behind;
        while (pendingBits >= 8) {
            digits.put((int) pending);
            pending >>>= 8;
            pendingBits -= 8;
        }
    }

    /** How many binary digits {@code value} has behind its first three. */
    private static int digitsBehind(long value) {
        return Math.max(0, 61 - Long.numberOfLeadingZeros(value));
    }

    /** 0 to 3 for themselves; else four times how many digits there are less one, and the two behind the first. */
    private static int size(long value, int behind) {
        return value < 4 ? (int) value : 4 * (behind + 1) + (int) (value >>> behind & 3);
    }

    /** No column of the block follows. */
    void end() {
        if (pendingBits > 0) digits.put((int) pending);
        pending = 0;
        pendingBits = 0;
    }
}
