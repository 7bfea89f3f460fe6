package io.stardust.telemetry.segment;

import io.stardust.telemetry.block.Template;
import io.stardust.telemetry.bytes.ByteSource;
import io.stardust.telemetry.bytes.DamagedData;
import io.stardust.telemetry.bytes.Hashes;
import io.stardust.telemetry.text.Tokens;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The words of a segment's templates: says that one is surely not among them, or that it may be. Immutable. */
final class WordFilter {
    private static final int BITS_A_WORD = 12;
    private static final int PROBES = 7;

    private final byte[] bits; // a power of two of them

    private WordFilter(byte[] bits) {
        this.bits = bits;
    }

    static WordFilter of(List<Template> templates) {
        Set<Long> words = new HashSet<>();
        for (Template template : templates) {
            for (long word : words(template.bytes())) words.add(word);
        }
        int size = 8;
        while (size * 8 < words.size() * BITS_A_WORD) size *= 2;
        WordFilter filter = new WordFilter(new byte[size]);
        for (long word : words) {
            for (int probe = 0; probe < PROBES; probe++) {
                int bit = filter.position(word, probe);
                filter.bits[bit >> 3] |= (byte) (1 << (bit & 7));
            }
        }
        return filter;
    }

    private static List<Long> words(byte[] bytes) {
        List<Long> words = new ArrayList<>();
        for (int at = 0; at < bytes.length; ) {
            if (Tokens.kind(bytes[at]) == Tokens.BETWEEN) {
                at++;
                continue;
            }
            int end = Tokens.end(bytes, at, bytes.length);
            words.add(Hashes.folded(bytes, at, end));
            at = end;
        }
        return words;
    }

    static WordFilter read(byte[] bytes) throws DamagedData {
        if (Integer.bitCount(bytes.length) != 1) throw new DamagedData("a filter of " + bytes.length + " bytes");
        return new WordFilter(new ByteSource(bytes).bytes(bytes.length));
    }

    private int position(long hash, int probe) {
        int step = (int) (hash >>> 32) | 1;
        return ((int) hash + probe * step) & (bits.length * 8 - 1);
    }

    boolean mayHave(long hash) {
        for (int probe = 0; probe < PROBES; probe++) {
            int bit = position(hash, probe);
            if ((bits[bit >> 3] & 1 << (bit & 7)) == 0) return false;
        }
        return true;
    }

    byte[] bytes() {
        return bits;
    }
}
