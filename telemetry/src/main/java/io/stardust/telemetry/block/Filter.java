package io.stardust.telemetry.block;

import java.util.Arrays;

/**
 * Says of a word that a block surely has it not, or that it may: 10 bits a word, 7 of them looked at. A filter of fewer
 * words can be folded: {@code BITS >> n} bits, each the union of those that it stands for. Not thread-safe while it is
 * filled.
 */
public final class Filter {
    /** A block is cut at so many distinct words. */
    public static final int TOKENS = 8_000;

    /** Bits of an unfolded filter: 10 for each word, rounded up to 79 * 1024, so that it folds ten times. */
    public static final int BITS = 79 << 10;

    /** Most foldings. */
    public static final int FOLDS = 10;

    /** Bits that are looked at for each word. */
    public static final int PROBES = 7;

    private static final int BITS_A_TOKEN = 10;

    private final long[] bits = new long[(BITS + 63) / 64];
    private final int tokens;

    Filter(int tokens) {
        this.tokens = tokens;
    }

    /** The bit at which word {@code hash} is looked up for the {@code probe}th time, from 0 to 6; unfolded. */
    public static int position(long hash, int probe) {
        int step = (int) (hash >>> 32) | 1;
        return Integer.remainderUnsigned((int) hash + probe * step, BITS);
    }

    void add(long hash) {
        for (int probe = 0; probe < PROBES; probe++) {
            int bit = position(hash, probe);
            bits[bit >> 6] |= 1L << bit;
        }
    }

    void fill() {
        Arrays.fill(bits, -1);
    }

    /** Whether bit {@code bit} of the unfolded filter is set. */
    public boolean isSet(int bit) {
        return (bits[bit >> 6] & 1L << bit) != 0;
    }

    /** Whether word {@code hash} may be there. */
    public boolean mayHave(long hash) {
        for (int probe = 0; probe < PROBES; probe++) {
            if (!isSet(position(hash, probe))) return false;
        }
        return true;
    }

    /** How often it can be folded and still have 10 bits for each of its words. */
    public int folds() {
        int folds = 0;
        while (folds < FOLDS && (BITS >> (folds + 1)) >= (long) BITS_A_TOKEN * tokens) folds++;
        return folds;
    }

    /** Its 64 bits from {@code 64 * word} on. */
    public long word(int word) {
        return bits[word];
    }
}
