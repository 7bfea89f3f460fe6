package io.stardust.server.logs.read;

/**
 * Reads JSON piece by piece, where a log needs what the product's codec does not give: texts of any length, a bound on
 * depth, names with escapes, a failure that costs nothing. Raw control characters within texts are let in. For one
 * thread.
 */
final class JsonText {
    /** It is not JSON; the message says what was expected and where. */
    static final class Fault extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Fault(String message) {
            super(message, null, false, false); // without a stack: most are lines that only look like JSON
        }
    }

    private final String text;
    private final int end;
    private final int maxDepth;
    private int at;
    private int depth;
    private boolean first;

    /** Reads what stands from {@code from} to {@code end}, nested no deeper than {@code maxDepth}. */
    JsonText(String text, int from, int end, int maxDepth) {
        this.text = text;
        this.at = from;
        this.end = end;
        this.maxDepth = maxDepth;
    }

    /** Where the reading stands. */
    int at() {
        return at;
    }

    /** The first character of what comes next; 0 at the end. */
    char peek() {
        while (at < end && text.charAt(at) <= ' ') at++;
        return at < end ? text.charAt(at) : 0;
    }

    /** Enters an object or an array, which begins with {@code opening}. */
    void open(char opening) {
        expect(opening);
        if (++depth > maxDepth) throw fault("at most " + maxDepth + " levels");
        first = true;
    }

    /** Whether there is another name or element; leaves the object or array at its end. */
    boolean more(char closing) {
        if (peek() == closing) {
            at++;
            depth--;
            first = false;
            return false;
        }
        if (!first) expect(',');
        first = false;
        return true;
    }

    /** A name and its colon. */
    String name() {
        String name = string();
        expect(':');
        return name;
    }

    String string() {
        expect('"');
        int from = at;
        int close = text.indexOf('"', from, end);
        if (close < 0) throw fault("the end of a text");
        int escape = text.indexOf('\\', from, close);
        if (escape < 0) {
            at = close + 1;
            return text.substring(from, close);
        }
        return escaped(from, escape);
    }

    private String escaped(int from, int firstEscape) {
        var value = new StringBuilder().append(text, from, firstEscape);
        at = firstEscape;
        while (at < end) {
            char c = text.charAt(at++);
            if (c == '"') return value.toString();
            value.append(c == '\\' ? escape() : c);
        }
        throw fault("the end of a text");
    }

    private char escape() {
        char sort = at < end ? text.charAt(at++) : 0;
        return switch (sort) {
            case '"', '\\', '/' -> sort;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> unicode();
            default -> throw fault("an escape of JSON");
        };
    }

    private char unicode() {
        int code = 0;
        for (int i = 0; i < 4; i++) {
            int digit = at < end ? Character.digit(text.charAt(at), 16) : -1;
            if (digit < 0) throw fault("four hex digits");
            code = code * 16 + digit;
            at++;
        }
        return (char) code;
    }

    /** A scalar as text, null as the empty one; an object or array as compact JSON. */
    String value() {
        return switch (peek()) {
            case '"' -> string();
            case '{', '[' -> compact();
            default -> {
                String word = word();
                yield word.equals("null") ? "" : word;
            }
        };
    }

    /** A number, true, false or null. */
    private String word() {
        int from = at;
        while (at < end && isWordPart(text.charAt(at))) at++;
        String word = text.substring(from, at);
        boolean named = word.equals("null") || word.equals("true") || word.equals("false");
        boolean number = !word.isEmpty() && (word.charAt(0) == '-' || word.charAt(0) <= '9') && !word.endsWith("-");
        if (named || number) return word;
        at = from;
        throw fault("a value");
    }

    private static boolean isWordPart(char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || c == '.' || c == '-' || c == '+' || c == 'E';
    }

    /** Any value as JSON without blanks. */
    String compact() {
        var out = new StringBuilder();
        copy(out);
        return out.toString();
    }

    private void copy(StringBuilder out) {
        char c = peek();
        switch (c) {
            case '"' -> quote(out, string());
            case '{', '[' -> {
                char closing = c == '{' ? '}' : ']';
                open(c);
                out.append(c);
                for (boolean another = false; more(closing); another = true) {
                    if (another) out.append(',');
                    if (c == '{') {
                        quote(out, name());
                        out.append(':');
                    }
                    copy(out);
                }
                out.append(closing);
            }
            default -> out.append(word());
        }
    }

    /** Goes on behind the next value, whatever it is. */
    void skip() {
        char c = peek();
        switch (c) {
            case '"' -> skipString();
            case '{', '[' -> {
                char closing = c == '{' ? '}' : ']';
                open(c);
                while (more(closing)) {
                    if (c == '{') {
                        skipString();
                        expect(':');
                    }
                    skip();
                }
            }
            default -> word();
        }
    }

    private void skipString() {
        expect('"');
        for (; at < end; at++) {
            char c = text.charAt(at);
            if (c == '"') {
                at++;
                return;
            }
            if (c == '\\') at++;
        }
        throw fault("the end of a text");
    }

    private void expect(char c) {
        if (peek() != c) throw fault("'" + c + "'");
        at++;
    }

    /** Something else than {@code expected} comes next. */
    Fault fault(String expected) {
        String found = at < end ? "'" + text.charAt(at) + "'" : "the end";
        return new Fault(found + " at character " + at + " (expected: " + expected + ")");
    }

    /** Writes {@code value} as a text of JSON. */
    static void quote(StringBuilder out, String value) {
        out.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '"', '\\' -> out.append('\\').append(c);
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < ' ') {
                        out.append("\\u00")
                                .append(Character.forDigit(c >> 4, 16))
                                .append(Character.forDigit(c & 15, 16));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }
}
