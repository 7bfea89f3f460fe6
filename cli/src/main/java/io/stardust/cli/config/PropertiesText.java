package io.stardust.cli.config;

import io.stardust.cli.http.Failure;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Items as lines of a properties file. A key ends before {@code =}; without one before a colon that a blank follows, or
 * else before a blank: so {@code db:host=1} has the key that we have, too. Comments directly above a key are its
 * remark.
 */
final class PropertiesText {
    private PropertiesText() {}

    static List<Entry> read(String text) {
        List<Entry> entries = new ArrayList<>();
        Set<String> keys = new HashSet<>();
        List<String> remark = new ArrayList<>();
        String[] rows = text.split("\\r?\\n", -1);
        for (int at = 0; at < rows.length; at++) {
            int line = at + 1;
            String row = rows[at].stripLeading();
            if (row.isEmpty()) {
                remark.clear();
                continue;
            }
            if (row.charAt(0) == '#' || row.charAt(0) == '!') {
                remark.add(row.substring(1).strip());
                continue;
            }
            var whole = new StringBuilder(row);
            while (continues(whole) && at + 1 < rows.length) {
                whole.setLength(whole.length() - 1);
                whole.append(rows[++at].stripLeading());
            }
            Entry entry = entry(whole.toString(), String.join(" ", remark), line);
            if (!keys.add(entry.key())) throw Failure.usage("line %d: %s occurs twice".formatted(line, entry.key()));
            entries.add(entry);
            remark.clear();
        }
        return entries;
    }

    /** Whether the last character stands behind an odd number of backslashes, or is one. */
    private static boolean continues(CharSequence row) {
        return escapedAt(row, row.length());
    }

    private static boolean escapedAt(CharSequence text, int at) {
        int slashes = 0;
        while (at - slashes > 0 && text.charAt(at - slashes - 1) == '\\') slashes++;
        return slashes % 2 == 1;
    }

    private static Entry entry(String row, String remark, int line) {
        int end = end(row);
        String key = plain(trimmed(row.substring(0, end)), line);
        String value = end == row.length() ? "" : plain(trimmed(row.substring(end + 1)), line);
        return new Entry(key, value, null, remark);
    }

    private static int end(String row) {
        int colon = -1;
        int blank = -1;
        for (int i = 0; i < row.length(); i++) {
            char c = row.charAt(i);
            if (escapedAt(row, i)) continue;
            if (c == '=') return i;
            boolean last = i + 1 == row.length() || Character.isWhitespace(row.charAt(i + 1));
            if (c == ':' && last && colon < 0) colon = i;
            if (Character.isWhitespace(c) && blank < 0) blank = i;
        }
        if (colon >= 0) return colon;
        return blank >= 0 ? blank : row.length();
    }

    /** Without blanks at the ends, but for one that a backslash stands before. */
    private static String trimmed(String text) {
        String from = text.stripLeading();
        String end = from.stripTrailing();
        boolean kept = end.length() < from.length() && escapedAt(end, end.length());
        return kept ? from.substring(0, end.length() + 1) : end;
    }

    private static String plain(String text, int line) {
        var plain = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '\\' || i + 1 == text.length()) {
                plain.append(c);
                continue;
            }
            char escaped = text.charAt(++i);
            switch (escaped) {
                case 'n' -> plain.append('\n');
                case 'r' -> plain.append('\r');
                case 't' -> plain.append('\t');
                case 'f' -> plain.append('\f');
                case 'u' -> {
                    plain.append(character(text, i + 1, line));
                    i += 4;
                }
                default -> plain.append(escaped);
            }
        }
        return plain.toString();
    }

    private static char character(String text, int from, int line) {
        String code = text.substring(from, Math.min(from + 4, text.length()));
        if (!code.matches("[0-9a-fA-F]{4}")) {
            throw Failure.usage("line %d: \\u%s (expected: four hex digits)".formatted(line, code));
        }
        return (char) Integer.parseInt(code, 16);
    }

    /** As Java's own properties files, in UTF-8. */
    static String write(List<Entry> entries) {
        var text = new StringBuilder();
        for (Entry entry : entries) {
            String remark = entry.remark();
            if (remark != null && !remark.isEmpty())
                text.append("# ").append(remark).append('\n');
            text.append(written(entry.key(), true))
                    .append('=')
                    .append(written(entry.value(), false))
                    .append('\n');
        }
        return text.toString();
    }

    private static String written(String text, boolean key) {
        var written = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean end = i == 0 || i == text.length() - 1;
            boolean ends = key && (c == '=' || c == ':' || c == ' ' || (i == 0 && (c == '#' || c == '!')));
            switch (c) {
                case '\n' -> written.append("\\n");
                case '\r' -> written.append("\\r");
                case '\t' -> written.append("\\t");
                case '\f' -> written.append("\\f");
                case '\\' -> written.append("\\\\");
                default -> {
                    if (ends || (end && Character.isWhitespace(c))) written.append('\\');
                    written.append(c);
                }
            }
        }
        return written.toString();
    }
}
