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
 * is looked up in seven slices instead of in every filter. Four slices stand together, and behind them their check.
 */
final class Slices {
    private static final int CHECK_BYTES = 4;
    private static final int GROUP = 4;

    private Slices() {}

    /** Bytes of a group, its check included. */
    static int stride(int blocks) {
        return GROUP * ((blocks + 7) / 8) + CHECK_BYTES;
    }

    /** How many slices there are. */
    private static int count(int folds) {
        return Filter.BITS >> folds;
    }

    /** Bytes of all groups; in the last one may be slices that mean nothing. */
    static long length(int blocks, int folds) {
        return (count(folds) + GROUP - 1) / GROUP * (long) stride(blocks);
    }

    static byte[] of(List<Filter> filters, int folds) {
        int stride = stride(filters.size());
        int slice = (stride - CHECK_BYTES) / GROUP;
        int count = count(folds);
        byte[] bytes = new byte[Math.toIntExact(length(filters.size(), folds))];
        for (int word = 0; word < Filter.BITS / 64; word++) { // outside: its slices stay in the processor's cache
            for (int block = 0; block < filters.size(); block++) {
                byte mask = (byte) (1 << (block & 7));
                int column = block >> 3;
                for (long rest = filters.get(block).word(word); rest != 0; rest &= rest - 1) {
                    int bit = (word * 64 + Long.numberOfTrailingZeros(rest)) % count;
                    bytes[bit / GROUP * stride + bit % GROUP * slice + column] |= mask;
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

    /** Where the group of a slice begins, in bytes behind the first one. */
    static long offset(int slice, int blocks) {
        return slice / GROUP * (long) stride(blocks);
    }

    /** Takes out of {@code candidates} what {@code slice} does not have, of which {@code group} is the group. */
    static void restrict(byte[] group, int slice, BitSet candidates) throws DamagedData {
        int end = group.length - CHECK_BYTES;
        if (Hashes.check(group, 0, end) != new ByteSource(group, end, group.length).int32()) {
            throw new DamagedData("slices of the filters do not match their check");
        }
        int start = slice % GROUP * (end / GROUP);
        for (int block = candidates.nextSetBit(0); block >= 0; block = candidates.nextSetBit(block + 1)) {
            if ((group[start + (block >> 3)] & 1 << (block & 7)) == 0) candidates.clear(block);
        }
    }
}
