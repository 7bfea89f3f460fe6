package io.stardust.telemetry.segment;

import io.stardust.telemetry.block.Filter;
import io.stardust.telemetry.bytes.ByteSink;
import io.stardust.telemetry.bytes.ByteSource;
import io.stardust.telemetry.bytes.DamagedData;
import io.stardust.telemetry.bytes.Hashes;
import java.util.BitSet;
import java.util.List;

/**
 * The filters of all blocks of a segment, turned: for each bit of a filter a slice with one bit for each block. A word
 * is looked up in seven slices instead of in every filter. Behind each slice stands its check.
 */
final class Slices {
    private static final int CHECK_BYTES = 4;

    private Slices() {}

    /** Bytes of a slice, its check included. */
    static int stride(int blocks) {
        return (blocks + 7) / 8 + CHECK_BYTES;
    }

    /** How many slices there are. */
    static int count(int folds) {
        return Filter.BITS >> folds;
    }

    static byte[] of(List<Filter> filters, int folds) {
        int stride = stride(filters.size());
        int count = count(folds);
        byte[] bytes = new byte[Math.multiplyExact(count, stride)];
        for (int word = 0; word < Filter.BITS / 64; word++) { // outside: its slices stay in the processor's cache
            for (int block = 0; block < filters.size(); block++) {
                byte mask = (byte) (1 << (block & 7));
                int column = block >> 3;
                for (long rest = filters.get(block).word(word); rest != 0; rest &= rest - 1) {
                    int bit = word * 64 + Long.numberOfTrailingZeros(rest);
                    bytes[bit % count * stride + column] |= mask;
                }
            }
        }
        ByteSink check = new ByteSink(CHECK_BYTES);
        for (int start = 0; start < bytes.length; start += stride) {
            int end = start + stride - CHECK_BYTES;
            check.clear();
            check.int32(Hashes.check(bytes, start, end));
            System.arraycopy(check.array(), 0, bytes, end, CHECK_BYTES);
        }
        return bytes;
    }

    /** Which slice is looked at for word {@code hash} the {@code probe}th time. */
    static int slice(long hash, int probe, int folds) {
        return Filter.position(hash, probe) % count(folds);
    }

    /** Takes out of {@code candidates} what the slice does not have. */
    static void restrict(byte[] slice, BitSet candidates) throws DamagedData {
        int end = slice.length - CHECK_BYTES;
        if (Hashes.check(slice, 0, end) != new ByteSource(slice, end, slice.length).int32()) {
            throw new DamagedData("a slice of the filters does not match its check");
        }
        for (int block = candidates.nextSetBit(0); block >= 0; block = candidates.nextSetBit(block + 1)) {
            if ((slice[block >> 3] & 1 << (block & 7)) == 0) candidates.clear(block);
        }
    }
}
