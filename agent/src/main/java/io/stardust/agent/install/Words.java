package io.stardust.agent.install;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Takes apart what people write into one line: arguments and environment variables. */
public final class Words {
    private Words() {}

    /**
     * Splits arguments as a POSIX shell would, and does nothing else a shell does: no variables, no patterns, no
     * comments.
     *
     * @throws IllegalArgumentException if a quote is not closed
     */
    public static List<String> split(@Nullable String line) {
        List<String> words = new ArrayList<>();
        if (line == null) return words;
        StringBuilder word = new StringBuilder();
        boolean inWord = false;
        char quote = 0;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (quote == '\'' && c != '\'') {
                word.append(c);
            } else if (c == '\\' && i + 1 < line.length() && escapes(quote, line.charAt(i + 1))) {
                word.append(line.charAt(++i));
                inWord = true;
            } else if (quote != 0) {
                if (c == quote) quote = 0;
                else word.append(c);
            } else if (c == '\'' || c == '"') {
                quote = c;
                inWord = true;
            } else if (Character.isWhitespace(c)) {
                if (inWord) words.add(word.toString());
                word.setLength(0);
                inWord = false;
            } else {
                word.append(c);
                inWord = true;
            }
        }
        if (quote != 0) throw new IllegalArgumentException("a " + quote + " is not closed");
        if (inWord) words.add(word.toString());
        return words;
    }

    private static boolean escapes(char quote, char next) {
        return quote == 0 || next == '"' || next == '\\' || next == '$' || next == '`';
    }

    /**
     * Reads {@code A=1;B=2}.
     *
     * @throws IllegalArgumentException if a part is not {@code NAME=value}; the message holds no value
     */
    static Map<String, String> environment(@Nullable String line) {
        Map<String, String> variables = new LinkedHashMap<>();
        if (line == null) return variables;
        if (line.indexOf('\0') >= 0) throw new IllegalArgumentException("a NUL character");
        int position = 0;
        for (String part : line.split(";")) {
            position++;
            if (part.isBlank()) continue;
            int equals = part.indexOf('=');
            String name = equals < 0 ? "" : part.substring(0, equals).strip();
            if (name.isEmpty()) throw new IllegalArgumentException("part " + position + " (expected: NAME=value)");
            variables.put(name, part.substring(equals + 1));
        }
        return variables;
    }
}
