package io.stardust.telemetry.query;

import java.util.regex.Pattern;

/** What the message must have, or, negated, must not have. */
public sealed interface TextTest {
    /** Whether the message must not have it. */
    boolean negated();

    /**
     * A word, or several just as they stand: the text begins and ends between words. Upper and lower case of ASCII
     * letters are alike. Fast.
     *
     * @param text not empty
     */
    record Words(String text, boolean negated) implements TextTest {
        public Words {
            if (text.isEmpty()) throw new IllegalArgumentException("an empty word");
        }
    }

    /**
     * A text anywhere, within words too; case as with words. Slow: all lines that a template does not rule out are
     * read.
     */
    record Anywhere(String text, boolean negated) implements TextTest {
        public Anywhere {
            if (text.isEmpty()) throw new IllegalArgumentException("an empty text");
        }
    }

    /** A regular expression that is found somewhere in the message. Slow: all lines are read. */
    record Matches(Pattern pattern, boolean negated) implements TextTest {}
}
