package io.stardust.server.http;

import io.stardust.protocol.Printable;
import io.stardust.server.http.ApiException.Invalid;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/** Looks at JSON as it came, before anything is made of it. */
final class JsonText {
    /** How many lists and objects may lie within one another; ours have ten. */
    private static final int DEPTH = 100;

    private static final int PIECE = 1_024; // characters looked at together
    private static final byte[] REPLACEMENT = "fffd".getBytes(StandardCharsets.US_ASCII);

    private JsonText() {}

    /**
     * Refuses what would only fail later, and in worse words: bytes that are no text, deep nesting, null within a list,
     * half a character.
     *
     * @throws Invalid if it holds any of it
     */
    static void check(byte[] json) {
        text(json);
        boolean[] list = new boolean[DEPTH + 1];
        int depth = 0;
        for (int i = 0; i < json.length; i++) {
            switch (json[i]) {
                case '"' -> i = string(json, i + 1);
                case '[', '{' -> {
                    if (++depth > DEPTH) throw new Invalid("body: nested too deep (expected: at most " + DEPTH + ")");
                    list[depth] = json[i] == '[';
                }
                case ']', '}' -> depth = Math.max(0, depth - 1);
                case 'n' -> {
                    if (list[depth]) throw new Invalid("body: null in a list (expected: values only)");
                }
                default -> {}
            }
        }
    }

    private static void text(byte[] json) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder(); // which refuses half characters, too
        ByteBuffer in = ByteBuffer.wrap(json);
        CharBuffer out = CharBuffer.allocate(PIECE); // a large body is in memory once, not three times
        CoderResult result;
        do {
            result = decoder.decode(in, out.clear(), true);
        } while (result.isOverflow());
        if (result.isError()) throw new Invalid("body: bytes that are no character (expected: JSON in UTF-8)");
    }

    /** Returns where the string that begins at {@code i} ends. */
    private static int string(byte[] json, int i) {
        while (i < json.length && json[i] != '"') {
            int escaped = escaped(json, i);
            if (escaped >= 0 && Character.isSurrogate((char) escaped)) {
                boolean pair = Character.isHighSurrogate((char) escaped)
                        && Character.isLowSurrogate((char) Math.max(escaped(json, i + 6), 0));
                if (!pair) throw new Invalid("body: half a character (expected: \\uD800–\\uDFFF in pairs)");
                i += 12;
            } else {
                i += json[i] == '\\' ? 2 : 1;
            }
        }
        return i;
    }

    /** The character that {@code \\uXXXX} at {@code i} stands for; -1 when there is none. */
    private static int escaped(byte[] json, int i) {
        if (i + 6 > json.length || json[i] != '\\' || json[i + 1] != 'u') return -1;
        int c = 0;
        for (int k = i + 2; k < i + 6; k++) {
            int digit = Character.digit(json[k], 16);
            if (digit < 0) return -1;
            c = c * 16 + digit;
        }
        return c;
    }

    /**
     * Replaces what may not be shown to people (see {@link Printable}), in place. Line ends and tabs stay. Machines
     * tell what others have named: processes, disks, files; none of it may write into terminals or logs.
     */
    static void clean(byte[] json) {
        for (int i = 0; i < json.length; i++) {
            if (json[i] == '\\') {
                i += cleanEscaped(json, i);
            } else if (json[i] < 0) {
                i += cleanMultibyte(json, i);
            } else if ((json[i] < ' ' && !isSpace(json[i])) || json[i] == 0x7f) {
                json[i] = '?';
            }
        }
    }

    /** Returns how many bytes to skip. */
    private static int cleanEscaped(byte[] json, int i) {
        int c = escaped(json, i);
        if (c < 0) return 1; // \n and the like
        boolean pair = Character.isHighSurrogate((char) c)
                && Character.isLowSurrogate((char) Math.max(escaped(json, i + 6), 0));
        if (pair) return 11;
        if (!Printable.is(c) && !isSpace(c)) System.arraycopy(REPLACEMENT, 0, json, i + 2, 4);
        return 5;
    }

    /** As {@link #cleanEscaped}, of a character of two or three bytes; longer ones may all be shown. */
    private static int cleanMultibyte(byte[] json, int i) {
        int length = (json[i] & 0xE0) == 0xC0 ? 2 : (json[i] & 0xF0) == 0xE0 ? 3 : (json[i] & 0xF8) == 0xF0 ? 4 : 1;
        if (i + length > json.length) length = 1;
        int c = length == 2
                ? ((json[i] & 0x1F) << 6) | (json[i + 1] & 0x3F)
                : length == 3
                        ? ((json[i] & 0x0F) << 12) | ((json[i + 1] & 0x3F) << 6) | (json[i + 2] & 0x3F)
                        : length == 4 ? 'x' : Character.MIN_SURROGATE;
        if (!Printable.is(c)) {
            for (int k = i; k < i + length; k++) json[k] = '?';
        }
        return length - 1;
    }

    private static boolean isSpace(int c) {
        return c == '\n' || c == '\r' || c == '\t';
    }
}
