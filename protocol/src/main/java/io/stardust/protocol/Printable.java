package io.stardust.protocol;

/**
 * What may be shown as it is, in a terminal, a log and a list: no control characters, which move the cursor or begin a
 * line, and none that turn the direction of what stands beside them.
 */
public final class Printable {
    /** What stands for a character that may not be shown. */
    public static final char REPLACEMENT = '\uFFFD';

    private static final char ESCAPE = 0x1B;

    private Printable() {}

    /** True when {@code c} may be shown. Tab and line ends may not. */
    public static boolean is(int c) {
        if (Character.isISOControl(c)) return false;
        if ((c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069)) return false; // embeddings, isolates
        if (c == 0x061C || c == 0x200E || c == 0x200F) return false; // marks
        if (c == 0x2028 || c == 0x2029) return false; // line ends by other names
        return c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE; // half a character
    }

    /** True when all of {@code text} may be shown on one line. */
    public static boolean is(String text) {
        return text.codePoints().allMatch(Printable::is);
    }

    /** As {@link #is(String)}, but tabs and line ends may be there, too. */
    public static boolean isLines(String text) {
        return text.codePoints().allMatch(Printable::isInLines);
    }

    private static boolean isInLines(int c) {
        return is(c) || c == '\n' || c == '\r' || c == '\t';
    }

    /** {@code text} on one line: what may not be shown is replaced. */
    public static String line(String text) {
        if (is(text)) return text;
        var line = new StringBuilder(text.length());
        text.codePoints().forEach(c -> line.appendCodePoint(is(c) ? c : REPLACEMENT));
        return line.toString();
    }

    /** {@code text} with its tabs and line ends: what else may not be shown is replaced. */
    public static String lines(String text) {
        if (isLines(text)) return text;
        var lines = new StringBuilder(text.length());
        text.codePoints().forEach(c -> lines.appendCodePoint(isInLines(c) ? c : REPLACEMENT));
        return lines.toString();
    }

    /**
     * What a program has printed, made fit to travel: without control characters other than line feed and tab. Colour
     * codes stay as long as they are few, since each takes six characters in JSON; who shows them decides about them.
     */
    public static String of(String text) {
        long escapes = text.chars().filter(c -> c == ESCAPE).count();
        boolean coloured = escapes <= text.length() / 16;
        StringBuilder shown = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean control = c < ' ' || c == 0x7F;
            if (!control || c == '\n' || c == '\t' || (c == ESCAPE && coloured)) shown.append(c);
        }
        return shown.toString();
    }
}
