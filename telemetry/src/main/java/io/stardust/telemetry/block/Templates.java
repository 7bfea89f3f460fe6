package io.stardust.telemetry.block;

import java.util.Arrays;

/**
 * The templates of a segment that is being written. A line's template is taken at its second sight, so what is logged
 * once costs no room here, and only as long as there is room. One thread adds; any may read.
 */
public final class Templates {
    /** How many there are at most, without the number 0, and their bytes together. */
    public static final int MAX_COUNT = 4096;

    public static final int MAX_BYTES = 512 << 10;

    private static final int SEEN_SLOTS = 1 << 15; // hashes seen once; a newer one takes the slot

    private final long[] seen = new long[SEEN_SLOTS];
    private final long[] hashes = new long[MAX_COUNT * 4];
    private final int[] slots = new int[MAX_COUNT * 4]; // number of the template, 0: free
    private volatile Template[] templates = new Template[64];
    private volatile int count;
    private int bytes;

    /** The number of the template of the line just scanned; {@link Template#WHOLE} when it has none yet or never. */
    int number(LineScanner line) {
        if (!line.isPlain()) return Template.WHOLE;
        long hash = line.keyHash();
        int slot = (int) (hash & (slots.length - 1));
        for (; slots[slot] != 0; slot = (slot + 1) & (slots.length - 1)) {
            if (hashes[slot] == hash && isSame(slots[slot], line)) return slots[slot];
        }
        int first = (int) (hash >>> 40) & (SEEN_SLOTS - 1);
        if (seen[first] != hash) {
            seen[first] = hash;
            return Template.WHOLE;
        }
        if (count == MAX_COUNT || bytes + line.keyLength() > MAX_BYTES) return Template.WHOLE;
        hashes[slot] = hash;
        slots[slot] = add(line.keyBytes());
        return slots[slot];
    }

    private boolean isSame(int number, LineScanner line) {
        byte[] known = templates[number - 1].bytes();
        return Arrays.equals(known, 0, known.length, line.key(), 0, line.keyLength());
    }

    private int add(byte[] key) {
        Template[] all = templates;
        if (count == all.length) templates = all = Arrays.copyOf(all, 2 * count);
        all[count] = new Template(key);
        bytes += key.length;
        int number = count + 1;
        count = number; // volatile: whoever sees the number sees the template
        return number;
    }

    /** Numbers from 1 to this one are templates. */
    public int count() {
        return count;
    }

    /** The template of {@code number}, from 1 to {@link #count}. */
    public Template get(int number) {
        return templates[number - 1];
    }
}
