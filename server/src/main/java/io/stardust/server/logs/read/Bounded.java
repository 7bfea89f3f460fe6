package io.stardust.server.logs.read;

/** How long texts may get, in bytes of UTF-8, and how those that are longer end. */
final class Bounded {
    private static final int MESSAGE = 1 << 20;
    private static final int VALUE = 8 << 10;
    private static final int NAME = 256;

    private Bounded() {}

    static String message(String text) {
        return cut(text, MESSAGE);
    }

    /** The value of an attribute. */
    static String value(String text) {
        return cut(text, VALUE);
    }

    /** A name, e.g. of an attribute, a logger or a thread. */
    static String name(String text) {
        return cut(text, NAME);
    }

    /** {@code text}, or as many whole characters as {@code max} bytes hold and a word of how much is missing. */
    static String cut(String text, int max) {
        if (text.length() <= max / 3) return text; // no char takes more than three bytes
        int end = text.length();
        long kept = 0;
        long bytes = 0;
        for (int at = 0; at < text.length(); ) {
            int code = text.codePointAt(at);
            int size = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
            if (bytes + size <= max) {
                kept = bytes + size;
            } else if (end == text.length()) {
                end = at;
            }
            bytes += size;
            at += Character.charCount(code);
        }
        return bytes <= max ? text : text.substring(0, end) + " … (" + (bytes - kept) + " more bytes)";
    }
}
