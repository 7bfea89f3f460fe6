package io.stardust.protocol.deploy;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes apart what people write into one line: a program and its arguments. */
public final class CommandLine {
    private CommandLine() {}

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
}
