package io.stardust.server.logs.read;

/** What the characters of a log line are, and where runs of them end. */
final class Ascii {
    private Ascii() {}

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    static boolean isLetter(char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    }

    /** Whether all between these places are digits, one to nine of them. */
    static boolean isNumber(String text, int from, int to) {
        return to > from && to - from <= 9 && digitsEnd(text, from, to) == to;
    }

    static int digitsEnd(String text, int from, int to) {
        int at = from;
        while (at < to && isDigit(text.charAt(at))) at++;
        return at;
    }

    static int lettersEnd(String text, int from, int to) {
        int at = from;
        while (at < to && isLetter(text.charAt(at))) at++;
        return at;
    }

    static int blanksEnd(String text, int from, int to) {
        int at = from;
        while (at < to && text.charAt(at) == ' ') at++;
        return at;
    }

    /** Where a name such as {@code a.b-c/D$1} ends. */
    static int nameEnd(String text, int from, int to) {
        int at = from;
        while (at < to && isNamePart(text.charAt(at))) at++;
        return at;
    }

    private static boolean isNamePart(char c) {
        return isDigit(c) || isLetter(c) || "._-/+$`#".indexOf(c) >= 0;
    }
}
