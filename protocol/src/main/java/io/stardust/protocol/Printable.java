package io.stardust.protocol;

/** What programs print, made fit to travel: output may hold anything, and a text here may not. */
public final class Printable {
    private static final char ESCAPE = 0x1B;

    private Printable() {}

    /**
     * Returns {@code text} without control characters other than line feed and tab. Colour codes stay as long as they
     * are few, since each takes six characters in JSON.
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
