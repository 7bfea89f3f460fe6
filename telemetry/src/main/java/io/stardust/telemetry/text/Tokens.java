package io.stardust.telemetry.text;

/**
 * Cuts UTF-8 into words, as the file format and the search agree on them. A word is a run of letters, digits and
 * underscores; a UUID is one word; each ideograph, and each sign beyond Latin-1 that is no letter, is a word of its
 * own. Everything else only stands between words. A word with a digit, and a UUID, is a <em>variable</em>: what differs
 * between lines that the same statement logged.
 *
 * <p>Whether a place lies between two words can be told from its surroundings, so a text that begins and ends between
 * words has the same words alone as within a line. The filters rest on that.
 */
public final class Tokens {
    /** What a byte is, see {@link #kind(byte)}. */
    public static final byte BETWEEN = 0;

    public static final byte LETTER = 1;
    public static final byte DIGIT = 2;
    public static final byte FOLLOWING = 3; // of a character of several bytes
    public static final byte SIGN = 4; // begins a character that is a word by itself

    public static final int UUID_LENGTH = 36;

    private static final byte[] KINDS = new byte[256];
    private static final byte[] HEX = new byte[256]; // 1: digit, 2: lower case, 4: upper case

    static {
        for (int b = 0; b < 256; b++) KINDS[b] = kindOf(b);
        for (int b = '0'; b <= '9'; b++) HEX[b] = 1;
        for (int b = 'a'; b <= 'f'; b++) HEX[b] = 2;
        for (int b = 'A'; b <= 'F'; b++) HEX[b] = 4;
    }

    private Tokens() {}

    private static byte kindOf(int b) {
        if (b >= '0' && b <= '9') return DIGIT;
        if (b == '_' || (b >= 'A' && b <= 'Z') || (b >= 'a' && b <= 'z')) return LETTER;
        if (b < 0x80) return BETWEEN;
        if (b < 0xC0) return FOLLOWING;
        // U+0080-00BF, U+2000-9FFF (signs, kana, ideographs), U+F000-FFFF (wide signs), all beyond U+FFFF
        boolean sign = b == 0xC2 || (b >= 0xE2 && b <= 0xE9) || b >= 0xEF;
        return sign ? SIGN : LETTER;
    }

    /** {@link #BETWEEN}, {@link #LETTER}, {@link #DIGIT}, {@link #FOLLOWING} or {@link #SIGN}. */
    public static byte kind(byte b) {
        return KINDS[b & 0xFF];
    }

    /** 1 for a digit, 2 for a to f, 4 for A to F, 0 for what is none of hex. */
    public static int hex(byte b) {
        return HEX[b & 0xFF];
    }

    /** Where the word ends that begins at {@code from}, which must be no byte {@link #BETWEEN}. */
    public static int end(byte[] bytes, int from, int to) {
        int at = from + 1;
        if (kind(bytes[from]) == SIGN) {
            while (at < to && kind(bytes[at]) == FOLLOWING) at++;
            return at;
        }
        while (at < to && isInner(kind(bytes[at]))) at++;
        return at - from == 8 && isUuid(bytes, from, to) ? from + UUID_LENGTH : at;
    }

    /** Whether a byte of {@code kind} goes on with the word in front of it. */
    public static boolean isInner(byte kind) {
        return kind == LETTER || kind == DIGIT || kind == FOLLOWING;
    }

    /** Whether a UUID stands at {@code from}, where a word begins, and ends with its word. */
    public static boolean isUuid(byte[] bytes, int from, int to) {
        int end = from + UUID_LENGTH;
        if (end > to || bytes[from + 8] != '-' || bytes[from + 13] != '-') return false;
        for (int i = 0; i < UUID_LENGTH; i++) {
            boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
            if (dash ? bytes[from + i] != '-' : hex(bytes[from + i]) == 0) return false;
        }
        return end == to || !isInner(kind(bytes[end]));
    }

    /** Whether the word from {@code from} to {@code end} is a variable. */
    public static boolean isVariable(byte[] bytes, int from, int end) {
        for (int i = from; i < end; i++) {
            if (kind(bytes[i]) == DIGIT) return true;
        }
        return end - from == UUID_LENGTH && bytes[from + 8] == '-';
    }

    /** Whether no word of the text from {@code from} to {@code to} reaches over {@code place}. */
    public static boolean isBetween(byte[] bytes, int from, int to, int place) {
        if (place <= from || place >= to) return true;
        byte after = kind(bytes[place]);
        if (after == FOLLOWING) return false;
        if (isInner(after) && isWordBefore(bytes, from, place)) return false;
        return (bytes[place] != '-' && bytes[place - 1] != '-') || !isInUuid(bytes, from, to, place);
    }

    private static boolean isWordBefore(byte[] bytes, int from, int place) {
        int at = place - 1;
        while (at > from && kind(bytes[at]) == FOLLOWING) at--;
        return isInner(kind(bytes[at]));
    }

    private static boolean isInUuid(byte[] bytes, int from, int to, int place) {
        int[] dashes = {8, 13, 18, 23};
        for (int dash : dashes) {
            for (int begin = place - dash - 1; begin <= place - dash; begin++) {
                if (begin < from || begin + UUID_LENGTH > to || !isUuid(bytes, begin, to)) continue;
                if (begin == from || !isWordBefore(bytes, from, begin)) return true;
            }
        }
        return false;
    }
}
