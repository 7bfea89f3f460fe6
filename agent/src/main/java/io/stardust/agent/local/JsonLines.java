package io.stardust.agent.local;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON (RFC 8259) and remembers lines: the product's codec tells neither lines nor what stands where, and people
 * write this file by hand. Comments are refused as JSON has none. For one text.
 */
final class JsonLines {
    private static final int DEPTH = 16;

    private final String text;
    private int at;
    private int line = 1;

    private JsonLines(String text) {
        this.text = text;
    }

    /**
     * Returns what the text holds.
     *
     * @throws BadFile if it is no JSON
     */
    static Item read(String text) {
        var reader = new JsonLines(text);
        if (text.startsWith("\uFEFF")) reader.at = 1;
        Item item = reader.value(0);
        reader.blanks();
        if (reader.at < text.length()) throw reader.bad("the end");
        return item;
    }

    private BadFile bad(String expected) {
        String found = at >= text.length() ? "the end of the text" : "'" + text.charAt(at) + "'";
        return new BadFile(line, found + " (expected: " + expected + ")");
    }

    private void blanks() {
        for (; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '\n') line++;
            else if (c != ' ' && c != '\t' && c != '\r') return;
        }
    }

    private char next(String expected) {
        blanks();
        if (at >= text.length()) throw bad(expected);
        return text.charAt(at);
    }

    private void take(char wanted) {
        if (next("'" + wanted + "'") != wanted) throw bad("'" + wanted + "'");
        at++;
    }

    private boolean took(char wanted) {
        if (next("'" + wanted + "'") != wanted) return false;
        at++;
        return true;
    }

    private Item value(int depth) {
        if (depth > DEPTH) throw bad("at most " + DEPTH + " levels");
        char first = next("a value");
        int begins = line;
        if (first == '{') return new Item(begins, object(depth));
        if (first == '[') return new Item(begins, list(depth));
        if (first == '"') return new Item(begins, string());
        if (first == 't') return new Item(begins, word("true", true));
        if (first == 'f') return new Item(begins, word("false", false));
        if (first == 'n') return new Item(begins, word("null", null));
        return new Item(begins, number());
    }

    private Map<String, Item> object(int depth) {
        Map<String, Item> fields = new LinkedHashMap<>();
        take('{');
        if (took('}')) return fields;
        do {
            if (next("a name in quotes") != '"') throw bad("a name in quotes");
            String name = string();
            take(':');
            if (fields.put(name, value(depth + 1)) != null) {
                throw new BadFile(line, name + ": twice (expected: each name once)");
            }
        } while (took(','));
        if (next("',' or '}'") != '}') throw bad("',' or '}'");
        at++;
        return fields;
    }

    private List<Item> list(int depth) {
        List<Item> items = new ArrayList<>();
        take('[');
        if (took(']')) return items;
        do {
            items.add(value(depth + 1));
        } while (took(','));
        if (next("',' or ']'") != ']') throw bad("',' or ']'");
        at++;
        return items;
    }

    private @Nullable Object word(String word, @Nullable Object meant) {
        if (!text.startsWith(word, at)) throw bad("a value");
        at += word.length();
        return meant;
    }

    private Double number() {
        int from = at;
        while (at < text.length() && "+-.0123456789eE".indexOf(text.charAt(at)) >= 0) at++;
        try {
            return Double.valueOf(text.substring(from, at));
        } catch (NumberFormatException e) {
            at = from;
            throw bad("a value");
        }
    }

    private String string() {
        var out = new StringBuilder();
        for (at++; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '"') {
                at++;
                return out.toString();
            }
            if (c < ' ') throw bad("a closing quote on the same line");
            out.append(c == '\\' ? escaped() : c);
        }
        throw bad("a closing quote");
    }

    private char escaped() {
        at++;
        char c = at < text.length() ? text.charAt(at) : ' ';
        if (c == 'u' && at + 4 < text.length()) {
            try {
                char meant = (char) Integer.parseInt(text.substring(at + 1, at + 5), 16);
                at += 4;
                return meant;
            } catch (NumberFormatException e) {
                throw bad("four hexadecimal digits after \\u");
            }
        }
        int known = "\"\\/bfnrt".indexOf(c);
        if (known < 0) throw bad("an escape that JSON knows");
        return "\"\\/\b\f\n\r\t".charAt(known);
    }
}
