package io.stardust.server.config.constraint;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.regex.MatchResult;

/** A regular expression whose time grows with the text alone, in RE2's syntax. Immutable, thread-safe. */
final class ValuePattern {
    static final int LONGEST = 1_000;
    /** Of all counts in braces, multiplied: what is repeated in what is repeated is compiled as often. */
    private static final long REPEATED = 300_000;

    private static final int PROGRAM = 2_000; // instructions
    private static final long COST = 5_000_000; // instructions times characters: some 0.3 s
    private static final java.util.regex.Pattern COUNT = java.util.regex.Pattern.compile("\\{\\d*,?(\\d{1,5})\\}");

    private final Pattern pattern;

    private ValuePattern(Pattern pattern) {
        this.pattern = pattern;
    }

    static ValuePattern of(String text) throws Unusable {
        if (text.length() > LONGEST) {
            throw new Unusable("%,d characters (expected: at most %,d)".formatted(text.length(), LONGEST));
        }
        long repeated = COUNT.matcher(text)
                .results()
                .map(MatchResult::group)
                .mapToLong(ValuePattern::count)
                .reduce(1, (a, b) -> Math.min(a * b, REPEATED + 1));
        if (repeated > REPEATED) throw tooLarge();
        try {
            Pattern made = Pattern.compile(text);
            if (made.programSize() > PROGRAM) throw tooLarge();
            return new ValuePattern(made);
        } catch (PatternSyntaxException e) {
            throw new Unusable("is no pattern: %s (expected: RE2 syntax, without look-around and back references)"
                    .formatted(e.getDescription()));
        }
    }

    /** The larger number of {@code {2,30}}, at least one. */
    private static long count(String braces) {
        long most = 1;
        for (String number : braces.substring(1, braces.length() - 1).split(",")) {
            if (!number.isEmpty()) most = Math.max(most, Long.parseLong(number));
        }
        return most;
    }

    private static Unusable tooLarge() {
        return new Unusable("repeats too much in what is repeated (expected: smaller numbers in braces)");
    }

    /** Whether looking at {@code text} would take longer than others may wait. */
    boolean isTooLong(String text) {
        return cost(text) > COST;
    }

    /** About how many instructions a look at {@code text} takes. */
    long cost(String text) {
        return (long) pattern.programSize() * text.length();
    }

    /** Whether all of {@code text} fits. */
    boolean fits(String text) {
        return pattern.matches(text);
    }

    /** Whether a part of {@code text} fits. */
    boolean isIn(String text) {
        return pattern.matcher(text).find();
    }

    @Override
    public String toString() {
        return pattern.pattern();
    }
}
