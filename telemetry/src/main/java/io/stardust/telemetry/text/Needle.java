package io.stardust.telemetry.text;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A text that is looked for, in upper or lower case alike as far as ASCII goes: anywhere, or only where it begins and
 * ends between words. Immutable.
 */
public final class Needle {
    private final byte[] folded;
    private final boolean whole;
    private final byte rare; // the byte of it that lines have least, by a rough guess
    private final int rareAt;

    /** {@code whole}: begins and ends between words. Not empty. */
    public Needle(String text, boolean whole) {
        if (text.isEmpty()) throw new IllegalArgumentException("an empty text (expected: at least a character)");
        this.folded = fold(text.getBytes(StandardCharsets.UTF_8));
        this.whole = whole;
        this.rareAt = rarest(folded);
        this.rare = folded[rareAt];
    }

    private static byte[] fold(byte[] bytes) {
        byte[] folded = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) folded[i] = fold(bytes[i]);
        return folded;
    }

    private static byte fold(byte b) {
        return b >= 'A' && b <= 'Z' ? (byte) (b + 32) : b;
    }

    private static int rarest(byte[] bytes) {
        String common = " etaoinsrlcdupm.-=:/0123456789"; // the rarest of these are the last letters
        int best = 0;
        int bestRank = -1;
        for (int i = 0; i < bytes.length; i++) {
            int at = common.indexOf(bytes[i]);
            int rank = at < 0 ? common.length() : at;
            if (rank > bestRank) {
                bestRank = rank;
                best = i;
            }
        }
        return best;
    }

    /** Whether it stands in the text from {@code from} to {@code to}. */
    public boolean isIn(byte[] bytes, int from, int to) {
        return find(bytes, from, to, from) >= 0;
    }

    /** Where in the text from {@code from} to {@code to} it stands at {@code start} or behind; -1 when it does not. */
    public int find(byte[] bytes, int from, int to, int start) {
        byte upper = rare >= 'a' && rare <= 'z' ? (byte) (rare - 32) : rare;
        int last = to - folded.length + rareAt;
        for (int at = start + rareAt; at <= last; at++) {
            byte b = bytes[at];
            if (b != rare && b != upper) continue;
            int begin = at - rareAt;
            if (isAt(bytes, begin) && (!whole || isWhole(bytes, from, to, begin))) return begin;
        }
        return -1;
    }

    private boolean isAt(byte[] bytes, int begin) {
        for (int i = 0; i < folded.length; i++) {
            if (fold(bytes[begin + i]) != folded[i]) return false;
        }
        return true;
    }

    private boolean isWhole(byte[] bytes, int from, int to, int begin) {
        return Tokens.isBetween(bytes, from, to, begin) && Tokens.isBetween(bytes, from, to, begin + folded.length);
    }

    public int length() {
        return folded.length;
    }

    /** Whether it begins and ends between words. */
    public boolean whole() {
        return whole;
    }

    /** Its words in lower case, in their order, each as often as it stands there. */
    public List<byte[]> words() {
        List<byte[]> words = new ArrayList<>();
        for (int at = 0; at < folded.length; ) {
            if (Tokens.kind(folded[at]) == Tokens.BETWEEN) {
                at++;
                continue;
            }
            int end = Tokens.end(folded, at, folded.length);
            byte[] word = new byte[end - at];
            System.arraycopy(folded, at, word, 0, word.length);
            words.add(word);
            at = end;
        }
        return words;
    }

    @Override
    public String toString() {
        return new String(folded, StandardCharsets.UTF_8);
    }
}
