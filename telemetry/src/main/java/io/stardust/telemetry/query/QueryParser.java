package io.stardust.telemetry.query;

import io.stardust.telemetry.log.Field;
import io.stardust.telemetry.log.Level;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Reads what people type: terms with spaces between, all of which must hold; a dash in front of one negates it.
 *
 * <ul>
 *   <li>{@code reset} a word; {@code "connection reset"} words just as they stand, where {@code \"} is a quote
 *   <li>{@code *nnect*} anywhere, within words too; {@code /re.+x/} a regular expression, where {@code \/} is a slash
 *   <li>{@code level:error}, {@code level:warn,error}, {@code level:warn+} for that and all that is graver
 *   <li>{@code instance: release: node: logger: thread: trace:} and a value, in quotes where it has spaces
 *   <li>{@code @name:value} an attribute
 * </ul>
 *
 * Other words with a colon are words. For one text.
 */
public final class QueryParser {
    private final String text;
    private final LogQuery.Builder query;
    private int at;
    private @Nullable Set<Level> levels;

    private QueryParser(String text, LogQuery.Builder query) {
        this.text = text;
        this.query = query;
    }

    /**
     * Adds the terms of {@code text} to {@code query}.
     *
     * @throws QuerySyntax when it cannot be read
     */
    public static LogQuery.Builder parse(String text, LogQuery.Builder query) {
        new QueryParser(text, query).parse();
        return query;
    }

    private void parse() {
        while (true) {
            while (at < text.length() && Character.isWhitespace(text.charAt(at))) at++;
            if (at == text.length()) break;
            term();
        }
        if (levels == null) return;
        if (levels.isEmpty()) throw new QuerySyntax(0, "the terms for the level leave none of them");
        query.levels(levels);
    }

    private void term() {
        int start = at;
        boolean negated = text.charAt(at) == '-' && at + 1 < text.length() && !isEnd(at + 1);
        if (negated) at++;
        char first = text.charAt(at);
        if (first == '"') {
            query.test(new TextTest.Words(quoted("a closing quote"), negated));
        } else if (first == '/') {
            expression(negated);
        } else if (first == '*') {
            anywhere(negated);
        } else if (first == '@') {
            attribute(negated);
        } else if (!field(negated)) {
            query.test(new TextTest.Words(plain(), negated));
        }
        if (!isEnd(at))
            throw new QuerySyntax(at, "expected a space between two terms, found '" + text.charAt(at) + "'");
        if (at == start) throw new QuerySyntax(at, "expected a term");
    }

    private boolean isEnd(int place) {
        return place >= text.length() || Character.isWhitespace(text.charAt(place));
    }

    private String plain() {
        int start = at;
        while (!isEnd(at)) at++;
        return text.substring(start, at);
    }

    /** What stands between the quotes, which are passed. */
    private String quoted(String expected) {
        int start = at++;
        StringBuilder value = new StringBuilder();
        while (at < text.length() && text.charAt(at) != '"') {
            boolean escaped = text.charAt(at) == '\\'
                    && at + 1 < text.length()
                    && (text.charAt(at + 1) == '"' || text.charAt(at + 1) == '\\');
            if (escaped) at++;
            value.append(text.charAt(at++));
        }
        if (at == text.length()) {
            throw new QuerySyntax(at, "expected " + expected + " for the one at character " + (start + 1));
        }
        at++;
        if (value.isEmpty()) throw new QuerySyntax(start, "expected something between the quotes");
        return value.toString();
    }

    private void expression(boolean negated) {
        int start = at++;
        StringBuilder pattern = new StringBuilder();
        while (at < text.length() && text.charAt(at) != '/') {
            if (text.charAt(at) == '\\' && at + 1 < text.length()) {
                if (text.charAt(at + 1) != '/') pattern.append('\\');
                at++;
            }
            pattern.append(text.charAt(at++));
        }
        if (at == text.length()) {
            throw new QuerySyntax(
                    at,
                    "expected a closing slash for the one at character " + (start + 1)
                            + "; to look for a word with a slash, put it in quotes");
        }
        at++;
        if (pattern.isEmpty()) throw new QuerySyntax(start, "expected an expression between the slashes");
        try {
            query.test(new TextTest.Matches(Pattern.compile(pattern.toString()), negated));
        } catch (PatternSyntaxException e) {
            int place = start + 1 + Math.max(0, e.getIndex());
            throw new QuerySyntax(Math.min(place, at - 1), "expected a regular expression: " + e.getDescription());
        }
    }

    private void anywhere(boolean negated) {
        int start = at;
        String word = plain();
        if (word.length() < 3 || !word.endsWith("*")) {
            throw new QuerySyntax(start, "expected a star at both ends, as in *text*, found '" + word + "'");
        }
        query.test(new TextTest.Anywhere(word.substring(1, word.length() - 1), negated));
    }

    private void attribute(boolean negated) {
        int start = at++;
        int colon = at;
        while (!isEnd(colon) && text.charAt(colon) != ':') colon++;
        if (isEnd(colon) || colon == at) {
            throw new QuerySyntax(start, "expected an attribute, as in @name:value");
        }
        String name = text.substring(at, colon);
        at = colon + 1;
        query.test(new FieldTest(null, name, value(name), negated));
    }

    /** False when no name of a field stands here. */
    private boolean field(boolean negated) {
        int colon = at;
        while (!isEnd(colon) && text.charAt(colon) != ':') colon++;
        if (isEnd(colon)) return false;
        String name = text.substring(at, colon).toLowerCase(Locale.ROOT);
        if (name.equals("level")) {
            at = colon + 1;
            level(negated);
            return true;
        }
        for (Field field : Field.values()) {
            if (!field.name().toLowerCase(Locale.ROOT).equals(name)) continue;
            at = colon + 1;
            query.test(new FieldTest(field, "", value(name), negated));
            return true;
        }
        return false;
    }

    private String value(String name) {
        if (isEnd(at)) throw new QuerySyntax(at, "expected a value behind " + name + ":");
        return text.charAt(at) == '"' ? quoted("a closing quote") : plain();
    }

    private void level(boolean negated) {
        int start = at;
        String value = value("level");
        Set<Level> named = EnumSet.noneOf(Level.class);
        int place = start;
        for (String each : value.split(",", -1)) {
            boolean graver = each.endsWith("+");
            Level level = level(graver ? each.substring(0, each.length() - 1) : each, place);
            for (Level other : Level.values()) {
                if (other == level || (graver && other.compareTo(level) > 0)) named.add(other);
            }
            place += each.length() + 1;
        }
        Set<Level> wanted = negated ? EnumSet.complementOf(EnumSet.copyOf(named)) : named;
        if (levels == null) levels = wanted;
        else levels.retainAll(wanted);
    }

    private static Level level(String name, int place) {
        for (Level level : Level.values()) {
            if (level.name().equalsIgnoreCase(name)) return level;
        }
        throw new QuerySyntax(place, "expected a level (trace, debug, info, warn, error, fatal), found '" + name + "'");
    }
}
