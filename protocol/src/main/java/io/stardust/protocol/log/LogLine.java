package io.stardust.protocol.log;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** How the first line of a log record looks. Pure; reads bytes, makes no objects. */
final class LogLine {
    private static final int LEVEL_WITHIN = 200; // bytes; loggers put it before the message
    private static final byte ESCAPE = 0x1b;

    private static final byte[][][] LEVELS = byFirst( // by the letter that they begin with
            "ERROR",
            "WARN",
            "WARNING",
            "INFO",
            "DEBUG",
            "TRACE",
            "FATAL",
            "SEVERE",
            "CRITICAL",
            "NOTICE",
            "CONFIG",
            "FINE",
            "FINER",
            "FINEST",
            "ALERT",
            "EMERG",
            "CRIT",
            "ERR");
    private static final byte[][] SHORT = words(
            "info:",
            "warn:",
            "fail:",
            "crit:",
            "dbug:",
            "trce:", // .NET
            "error:",
            "debug:",
            "trace:",
            "warning:",
            "verbose:", // winston
            "time=",
            "ts=",
            "level="); // logfmt
    private static final byte[][] MONTHS =
            words("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec");

    private static final boolean[] WORD = wordBytes();

    private LogLine() {}

    private static byte[][][] byFirst(String... words) {
        byte[][][] by = new byte['Z' + 1][][];
        for (int first = 0; first < by.length; first++) {
            int letter = first;
            by[first] = words(Arrays.stream(words)
                    .filter(word -> word.charAt(0) == letter)
                    .toArray(String[]::new));
        }
        return by;
    }

    private static boolean[] wordBytes() {
        boolean[] of = new boolean[256];
        for (int c = 0; c < 128; c++) of[c] = isLetter((byte) c) || isDigit((byte) c) || c == '_';
        return of;
    }

    private static byte[][] words(String... words) {
        byte[][] bytes = new byte[words.length][];
        for (int i = 0; i < words.length; i++) bytes[i] = words[i].getBytes(StandardCharsets.US_ASCII);
        return bytes;
    }

    /** Whether it begins with a time, a level or a JSON object, perhaps in brackets or in colour. */
    static boolean begins(byte[] text, int from, int to) {
        int at = afterColour(text, from, to);
        if (at < to && isBracket(text[at])) at = afterColour(text, at + 1, to);
        if (at >= to) return false;
        byte first = text[at];
        if (first == '{') return at == from && at + 1 < to && text[at + 1] == '"';
        if (isDigit(first)) return isTime(text, at, to);
        if (isUpper(first)) return level(text, at, to) > 0 || isMonthAndTime(text, at, to) || isKlog(text, at, to);
        return isLower(first) && startsWithAny(text, at, to, SHORT);
    }

    private static int afterColour(byte[] text, int from, int to) {
        int at = from;
        while (at + 1 < to && text[at] == ESCAPE && text[at + 1] == '[') {
            at += 2;
            while (at < to && !isLetter(text[at])) at++;
            at = Math.min(at + 1, to);
        }
        return at;
    }

    private static boolean isBracket(byte c) {
        return c == '[' || c == '(' || c == '<' || c == '|' || c == '"';
    }

    /** The length of the level that stands at {@code at} as a word; 0 = there is none. */
    private static int level(byte[] text, int at, int to) {
        if (at >= to || !isUpper(text[at])) return 0;
        for (byte[] word : LEVELS[text[at]]) {
            if (!startsWith(text, at, to, word)) continue;
            int end = at + word.length;
            if (end == to || !isWord(text[end])) return word.length;
        }
        return 0;
    }

    /** Whether a level in capitals stands in its first part. */
    static boolean namesLevel(byte[] text, int from, int to) {
        int end = Math.min(to, from + LEVEL_WITHIN);
        boolean within = false; // a word
        for (int at = from; at < end; at++) {
            if (!within && isUpper(text[at]) && level(text, at, to) > 0) return true;
            within = isWord(text[at]);
        }
        return false;
    }

    /** Whether java.util.logging may have printed it: it then says the level in a second line. */
    static boolean isDated(byte[] text, int from, int to) {
        return from < to && isUpper(text[from]) && isMonthAndTime(text, from, to);
    }

    /** Whether it begins with a level and a colon. */
    static boolean isLevelAndColon(byte[] text, int from, int to) {
        int length = level(text, from, to);
        return length > 0 && from + length < to && text[from + length] == ':';
    }

    private static boolean isTime(byte[] text, int from, int to) {
        int digits = digits(text, from, to);
        int at = from + digits;
        if (at >= to) return false;
        byte after = text[at];
        return switch (digits) {
            case 1, 2 -> after == ':' ? digits(text, at + 1, to) == 2 : isDayMonthYear(text, at, to);
            case 4 -> isDateSeparator(after) && isSmall(digits(text, at + 1, to));
            case 8 -> (after == 'T' || after == ' ' || after == '-') && text[from] <= '2';
            case 10, 13 -> after == '.' || after == ',' || after == ' ' || after == ':' || after == ']';
            default -> false;
        };
    }

    /** {@code 31/12/2024}, {@code 31-Dec-2024}: from the first separator on. */
    private static boolean isDayMonthYear(byte[] text, int at, int to) {
        byte separator = text[at];
        if (!isDateSeparator(separator)) return false;
        int month = digits(text, at + 1, to);
        if (month == 0 && startsWithAny(text, at + 1, to, MONTHS)) month = 3;
        int next = at + 1 + month;
        return month >= 1 && month <= 3 && next < to && text[next] == separator && digits(text, next + 1, to) == 4;
    }

    /** {@code Dec 31 23:59}, {@code Dec 31, 2024}. */
    private static boolean isMonthAndTime(byte[] text, int from, int to) {
        if (!startsWithAny(text, from, to, MONTHS)) return false;
        int at = from + 3;
        if (at >= to || text[at] != ' ') return false;
        while (at < to && text[at] == ' ') at++;
        int day = digits(text, at, to);
        at += day;
        if (!isSmall(day) || at >= to) return false;
        if (text[at] == ',') return at + 1 < to && text[at + 1] == ' ' && digits(text, at + 2, to) == 4;
        int hour = text[at] == ' ' ? digits(text, at + 1, to) : 0;
        return hour == 2 && at + 3 < to && text[at + 3] == ':';
    }

    /** {@code E0102 15:04:05}. */
    private static boolean isKlog(byte[] text, int from, int to) {
        byte level = text[from];
        if (level != 'I' && level != 'W' && level != 'E' && level != 'F') return false;
        int space = from + 5;
        return digits(text, from + 1, to) == 4
                && space + 3 < to
                && text[space] == ' '
                && digits(text, space + 1, to) == 2
                && text[space + 3] == ':';
    }

    private static boolean isSmall(int digits) {
        return digits == 1 || digits == 2;
    }

    private static boolean isDateSeparator(byte c) {
        return c == '-' || c == '/' || c == '.';
    }

    private static int digits(byte[] text, int from, int to) {
        int at = from;
        while (at < to && isDigit(text[at])) at++;
        return Math.max(0, at - from);
    }

    private static boolean startsWithAny(byte[] text, int from, int to, byte[][] words) {
        for (byte[] word : words) if (startsWith(text, from, to, word)) return true;
        return false;
    }

    static boolean startsWith(byte[] text, int from, int to, byte[] word) {
        if (to - from < word.length) return false;
        for (int i = 0; i < word.length; i++) if (text[from + i] != word[i]) return false;
        return true;
    }

    static boolean isDigit(byte c) {
        return c >= '0' && c <= '9';
    }

    static boolean isLetter(byte c) {
        return isUpper(c) || isLower(c);
    }

    private static boolean isUpper(byte c) {
        return c >= 'A' && c <= 'Z';
    }

    private static boolean isLower(byte c) {
        return c >= 'a' && c <= 'z';
    }

    private static boolean isWord(byte c) {
        return WORD[c & 0xff];
    }
}
