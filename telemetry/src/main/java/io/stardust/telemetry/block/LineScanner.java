package io.stardust.telemetry.block;

import io.stardust.telemetry.bytes.Hashes;
import io.stardust.telemetry.text.Tokens;
import java.util.Arrays;

/** Takes a line apart: its template and its variables. Remembers the line scanned last. For one thread. */
final class LineScanner {
    private byte[] key = new byte[1024];
    private int keyLength;
    private int[] starts = new int[Template.MAX_VARIABLES];
    private int[] ends = new int[Template.MAX_VARIABLES];
    private int variables;
    private boolean plain;

    /** Scans the line from {@code from} to {@code to}. */
    void scan(byte[] bytes, int from, int to) {
        if (key.length < to - from) key = new byte[Math.max(to - from, 2 * key.length)];
        variables = 0;
        plain = true;
        int length = 0;
        int fixed = from; // where what is not copied yet begins
        int at = from;
        while (at < to) {
            byte b = bytes[at];
            byte kind = Tokens.kind(b);
            if (kind == Tokens.BETWEEN) {
                if (Template.isMark(b)) plain = false;
                at++;
                continue;
            }
            int begin = at;
            boolean digit = kind == Tokens.DIGIT;
            at++;
            if (kind == Tokens.SIGN) {
                while (at < to && Tokens.kind(bytes[at]) == Tokens.FOLLOWING) at++;
            } else {
                for (; at < to; at++) {
                    byte next = Tokens.kind(bytes[at]);
                    if (!Tokens.isInner(next)) break;
                    digit |= next == Tokens.DIGIT;
                }
                if (at - begin == 8 && Tokens.isUuid(bytes, begin, to)) {
                    at = begin + Tokens.UUID_LENGTH;
                    digit = true;
                }
            }
            if (digit) {
                System.arraycopy(bytes, fixed, key, length, begin - fixed);
                length += begin - fixed;
                key[length++] = variable(bytes, begin, at);
                fixed = at;
            }
        }
        System.arraycopy(bytes, fixed, key, length, to - fixed);
        keyLength = length + to - fixed;
    }

    private byte variable(byte[] bytes, int from, int end) {
        if (variables == Template.MAX_VARIABLES) {
            plain = false;
            return Template.TEXT;
        }
        starts[variables] = from;
        ends[variables++] = end;
        return Variables.kind(bytes, from, end);
    }

    /** Whether the line can have a template: it holds no mark, and not too many variables. */
    boolean isPlain() {
        return plain;
    }

    /** The template's bytes; valid until the next line. */
    byte[] key() {
        return key;
    }

    int keyLength() {
        return keyLength;
    }

    long keyHash() {
        return Hashes.exact(key, 0, keyLength);
    }

    byte[] keyBytes() {
        return Arrays.copyOf(key, keyLength);
    }

    int variables() {
        return variables;
    }

    int start(int variable) {
        return starts[variable];
    }

    int end(int variable) {
        return ends[variable];
    }
}
