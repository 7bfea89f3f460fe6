package io.stardust.telemetry.block;

import io.stardust.telemetry.bytes.ByteSink;
import io.stardust.telemetry.bytes.DamagedData;
import io.stardust.telemetry.text.Tokens;

/** How variables are told apart and written. Part of the file format. */
public final class Variables {
    private static final int MAX_DIGITS = 18; // what a long holds whatever they are
    private static final int MIN_HEX = 8; // shorter ones compress better as text
    private static final int MAX_HEX = 126;
    private static final int UPPER = 0x40;
    private static final int UUID = 0x80;
    private static final byte[] LOWER_DIGITS = digits("0123456789abcdef");
    private static final byte[] UPPER_DIGITS = digits("0123456789ABCDEF");

    private Variables() {}

    private static byte[] digits(String digits) {
        byte[] bytes = new byte[16];
        for (int i = 0; i < 16; i++) bytes[i] = (byte) digits.charAt(i);
        return bytes;
    }

    /** Which mark of {@link Template} the variable from {@code from} to {@code end} gets; its bytes alone decide. */
    public static byte kind(byte[] bytes, int from, int end) {
        int length = end - from;
        int seen = 0;
        boolean uuid = length == Tokens.UUID_LENGTH && bytes[from + 8] == '-';
        if (length > MAX_HEX) return Template.TEXT;
        for (int i = from; i < end; i++) {
            int hex = Tokens.hex(bytes[i]);
            if (hex == 0 && !(uuid && bytes[i] == '-')) return Template.TEXT;
            seen |= hex;
        }
        if ((seen & 6) == 6) return Template.TEXT; // upper and lower case
        if (uuid) return Template.HEX;
        if ((seen & 6) == 0 && length <= MAX_DIGITS) return Template.DECIMAL;
        return length >= MIN_HEX && length % 2 == 0 ? Template.HEX : Template.TEXT;
    }

    /**
     * A decimal: the number doubled. Where zeros stand in front, one more than that, then how many digits there are.
     */
    static void putDecimal(byte[] bytes, int from, int end, ByteSink out) {
        long value = decimal(bytes, from, end);
        int width = width(bytes, from, end);
        out.varint(value << 1 | (width == 0 ? 0 : 1));
        if (width != 0) out.put(width);
    }

    static long decimal(byte[] bytes, int from, int end) {
        long value = 0;
        for (int i = from; i < end; i++) value = value * 10 + (bytes[i] - '0');
        return value;
    }

    /** How many digits a decimal is written with, when zeros stand in front; else 0. */
    static int width(byte[] bytes, int from, int end) {
        return bytes[from] == '0' && end - from > 1 ? end - from : 0;
    }

    /** A number as it was written: in {@code digits} digits, or in as many as it has where they are 0. */
    static void getDecimal(long value, int digits, ByteSink out) throws DamagedData {
        int width = digits == 0 ? length(value) : digits;
        if (value < 0 || width > MAX_DIGITS || width < length(value)) {
            throw new DamagedData("a decimal " + value + " of " + width + " digits");
        }
        out.reserve(width);
        int start = out.size();
        for (int i = 0; i < width; i++) out.put('0');
        byte[] array = out.array();
        long rest = value;
        for (int at = start + width - 1; rest != 0; at--) {
            array[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }

    private static int length(long value) {
        int length = 1;
        for (long rest = value / 10; rest != 0; rest /= 10) length++;
        return length;
    }

    /** What a hex column says first of each: half the digits, and whether it is of upper case, a UUID. */
    static int hexShape(byte[] bytes, int from, int end) {
        boolean uuid = end - from == Tokens.UUID_LENGTH && bytes[from + 8] == '-';
        int shape = uuid ? UUID | 16 : (end - from) / 2;
        for (int i = from; i < end; i++) {
            if (Tokens.hex(bytes[i]) == 4) return shape | UPPER;
        }
        return shape;
    }

    /** How many bytes a hex variable of {@code shape} takes behind the shapes. */
    static int hexLength(int shape) throws DamagedData {
        int length = shape & 0x3F;
        if (length == 0 || ((shape & UUID) != 0 && length != 16)) throw new DamagedData("hex of shape " + shape);
        return length;
    }

    /** The digits, two in a byte. */
    public static void putHex(byte[] bytes, int from, int end, ByteSink out) {
        byte[] packed = out.extend(end - from);
        int at = out.size();
        for (int i = from; i < end; i += 2) {
            if (bytes[i] == '-') i++;
            packed[at++] = (byte) (digit(bytes[i]) << 4 | digit(bytes[i + 1]));
        }
        out.wrote(at - out.size());
    }

    private static int digit(byte b) {
        return b <= '9' ? b - '0' : (b & 0x0F) + 9;
    }

    static void getHex(int shape, byte[] bytes, int from, ByteSink out) {
        byte[] digits = (shape & UPPER) != 0 ? UPPER_DIGITS : LOWER_DIGITS;
        boolean uuid = (shape & UUID) != 0;
        for (int i = 0; i < (shape & 0x3F); i++) {
            if (uuid && (i == 4 || i == 6 || i == 8 || i == 10)) out.put('-');
            out.put(digits[bytes[from + i] >> 4 & 0x0F]);
            out.put(digits[bytes[from + i] & 0x0F]);
        }
    }

    /** {@code length} bytes as twice as many lower-case digits. */
    static void getDigits(byte[] bytes, int from, int length, ByteSink out) {
        for (int i = from; i < from + length; i++) {
            out.put(LOWER_DIGITS[bytes[i] >> 4 & 0x0F]);
            out.put(LOWER_DIGITS[bytes[i] & 0x0F]);
        }
    }
}
