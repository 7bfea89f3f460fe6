package io.stardust.telemetry.search;

import io.stardust.telemetry.block.Template;
import io.stardust.telemetry.block.Variables;
import io.stardust.telemetry.bytes.Hashes;
import io.stardust.telemetry.query.TextTest;
import io.stardust.telemetry.text.Needle;
import io.stardust.telemetry.text.Tokens;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A {@link TextTest}, made ready: what it says of messages, of templates, of filters. Negation is left aside.
 * Immutable.
 */
final class TextCondition {
    private final boolean negated;
    private final @Nullable Needle needle;
    private final @Nullable Pattern pattern;
    private final boolean acrossLines;
    private final boolean hasMark;
    private final List<Word> variables = new ArrayList<>();
    private final List<Word> fixed = new ArrayList<>();

    /** A word of it, in lower case. */
    static final class Word {
        final byte[] bytes;
        final long hash;
        final byte kind;
        final Needle needle;

        Word(byte[] bytes) {
            this.bytes = bytes;
            this.hash = Hashes.folded(bytes, 0, bytes.length);
            this.kind = Variables.kind(bytes, 0, bytes.length);
            this.needle = new Needle(new String(bytes, StandardCharsets.UTF_8), true);
        }
    }

    TextCondition(TextTest test) {
        this.negated = test.negated();
        switch (test) {
            case TextTest.Words words -> {
                needle = new Needle(words.text(), true);
                pattern = null;
                acrossLines = words.text().indexOf('\n') >= 0;
                hasMark = hasMark(words.text());
            }
            case TextTest.Anywhere anywhere -> {
                needle = new Needle(anywhere.text(), false);
                pattern = null;
                acrossLines = anywhere.text().indexOf('\n') >= 0;
                hasMark = hasMark(anywhere.text());
            }
            case TextTest.Matches matches -> {
                needle = null;
                pattern = matches.pattern();
                acrossLines = true;
                hasMark = false;
            }
        }
        if (needle == null || !needle.whole()) return;
        for (byte[] word : needle.words()) {
            (Tokens.isVariable(word, 0, word.length) ? variables : fixed).add(new Word(word));
        }
    }

    private static boolean hasMark(String text) {
        return text.chars().anyMatch(c -> c >= Template.DECIMAL && c <= Template.TEXT);
    }

    boolean negated() {
        return negated;
    }

    /** Words that every match has and that stand in no template. */
    List<Word> variables() {
        return variables;
    }

    /** Words that every match has and that stand in a template or in a line without one. */
    List<Word> fixed() {
        return fixed;
    }

    /** Whether the message from {@code from} to {@code to} has it. */
    boolean isIn(byte[] bytes, int from, int to, Budget budget) {
        if (needle != null) return needle.isIn(bytes, from, to);
        if (pattern == null) return false;
        String text = new String(bytes, from, to - from, StandardCharsets.UTF_8);
        try {
            return pattern.matcher(new WatchedText(text, budget)).find();
        } catch (StackOverflowError e) { // some expressions go deeper with each character
            throw new WatchedText.Spent();
        }
    }

    /** Of all lines with {@code template}; a record has it when one of its lines does. */
    Verdict verdict(Template template) {
        if (acrossLines || needle == null) return Verdict.MAYBE;
        if (hasMark) return Verdict.NO;
        byte[] bytes = template.bytes();
        if (!needle.whole()) {
            if (needle.isIn(bytes, 0, bytes.length)) return Verdict.YES;
            return template.variables() == 0 ? Verdict.NO : Verdict.MAYBE;
        }
        if (variables.isEmpty()) return needle.isIn(bytes, 0, bytes.length) ? Verdict.YES : Verdict.NO;
        for (Word word : variables) {
            boolean written = template.has(word.kind) || (word.kind == Template.HEX && template.has(Template.TEXT));
            if (!written) return Verdict.NO;
        }
        for (Word word : fixed) {
            if (!word.needle.isIn(bytes, 0, bytes.length)) return Verdict.NO;
        }
        return Verdict.MAYBE;
    }
}
