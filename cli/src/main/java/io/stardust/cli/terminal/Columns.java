package io.stardust.cli.terminal;

/** How many columns of a terminal a text takes: two for Chinese, Japanese, Korean and emoji, none for marks. Pure. */
public final class Columns {
    private static final String CUT = "…";

    /** Pairs of first and last: East Asian wide and fullwidth, and emoji. */
    private static final int[] WIDE = {
        0x1100, 0x115F, 0x231A, 0x231B, 0x2329, 0x232A, 0x23E9, 0x23EC, 0x23F0, 0x23F0, 0x23F3, 0x23F3, 0x25FD, 0x25FE,
        0x2614, 0x2615, 0x2648, 0x2653, 0x267F, 0x267F, 0x2693, 0x2693, 0x26A1, 0x26A1, 0x26AA, 0x26AB, 0x26BD, 0x26BE,
        0x26C4, 0x26C5, 0x26CE, 0x26CE, 0x26D4, 0x26D4, 0x26EA, 0x26EA, 0x26F2, 0x26F3, 0x26F5, 0x26F5, 0x26FA, 0x26FA,
        0x26FD, 0x26FD, 0x2705, 0x2705, 0x270A, 0x270B, 0x2728, 0x2728, 0x274C, 0x274C, 0x274E, 0x274E, 0x2753, 0x2755,
        0x2757, 0x2757, 0x2795, 0x2797, 0x27B0, 0x27B0, 0x27BF, 0x27BF, 0x2B1B, 0x2B1C, 0x2B50, 0x2B50, 0x2B55, 0x2B55,
        0x2E80, 0x303E, 0x3041, 0x4DBF, 0x4E00, 0xA4CF, 0xA960, 0xA97F, 0xAC00, 0xD7A3, 0xF900, 0xFAFF, 0xFE10, 0xFE19,
        0xFE30, 0xFE6F, 0xFF01, 0xFF60, 0xFFE0, 0xFFE6, 0x16FE0, 0x18DFF, 0x1AFF0, 0x1B2FF, 0x1F004, 0x1F004, 0x1F0CF,
        0x1F0CF, 0x1F18E, 0x1F18E, 0x1F191, 0x1F19A, 0x1F200, 0x1F265, 0x1F300, 0x1F64F, 0x1F680, 0x1F6FF, 0x1F7E0,
        0x1F7F0, 0x1F900, 0x1F9FF, 0x1FA70, 0x1FAFF, 0x20000, 0x3FFFD
    };

    private static final int FIRST_WIDE = WIDE[0];
    private static final int SOFT_HYPHEN = 0xAD;

    private Columns() {}

    /** The columns that {@code text} takes. */
    public static int of(String text) {
        return text.codePoints().map(Columns::of).sum();
    }

    private static int of(int c) {
        if (c < 0x300) return 1;
        int type = Character.getType(c);
        boolean mark = type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK;
        boolean format = type == Character.FORMAT && c != SOFT_HYPHEN;
        if (mark || format || (c >= 0x1160 && c <= 0x11FF)) return 0; // the latter: later parts of Korean syllables
        return wide(c) ? 2 : 1;
    }

    private static boolean wide(int c) {
        if (c < FIRST_WIDE) return false;
        for (int i = 0; i < WIDE.length && WIDE[i] <= c; i += 2) if (c <= WIDE[i + 1]) return true;
        return false;
    }

    /** {@code text}, or what of it fits into {@code columns} with an ellipsis at its end. */
    public static String cut(String text, int columns) {
        return of(text) <= columns ? text : fitting(text, columns - 1) + CUT;
    }

    /** The begin of {@code text} that takes no more than {@code columns}. */
    static String fitting(String text, int columns) {
        int end = 0;
        int left = columns;
        while (end < text.length()) {
            int c = text.codePointAt(end);
            left -= of(c);
            if (left < 0) break;
            end += Character.charCount(c);
        }
        return text.substring(0, end);
    }

    /** {@code text} with blanks behind it up to {@code columns}. */
    public static String pad(String text, int columns) {
        return text + " ".repeat(Math.max(0, columns - of(text)));
    }
}
