package io.stardust.server.logs.read;

import io.stardust.telemetry.log.Level;
import org.jspecify.annotations.Nullable;

/** The words by which programs name levels. */
final class LevelWords {
    /** @param alone whether it is unmistakable at the beginning of a line of which no more is known */
    private record Word(String text, Level level, boolean alone) {
        static Word alone(String text, Level level) {
            return new Word(text, level, true);
        }

        static Word of(String text, Level level) {
            return new Word(text, level, false);
        }
    }

    private static final Word[][] BY_LETTER = byLetter(
            Word.alone("trace", Level.TRACE),
            Word.of("trce", Level.TRACE),
            Word.of("trc", Level.TRACE),
            Word.of("verbose", Level.TRACE),
            Word.of("vrb", Level.TRACE),
            Word.of("finer", Level.TRACE),
            Word.of("finest", Level.TRACE),
            Word.alone("debug", Level.DEBUG),
            Word.of("dbug", Level.DEBUG),
            Word.of("dbg", Level.DEBUG),
            Word.of("fine", Level.DEBUG),
            Word.alone("info", Level.INFO),
            Word.of("inf", Level.INFO),
            Word.of("information", Level.INFO),
            Word.of("informational", Level.INFO),
            Word.of("notice", Level.INFO),
            Word.of("config", Level.INFO),
            Word.alone("warn", Level.WARN),
            Word.alone("warning", Level.WARN),
            Word.of("wrn", Level.WARN),
            Word.alone("error", Level.ERROR),
            Word.of("err", Level.ERROR),
            Word.of("fail", Level.ERROR),
            Word.alone("severe", Level.ERROR),
            Word.alone("fatal", Level.FATAL),
            Word.of("ftl", Level.FATAL),
            Word.of("crit", Level.FATAL),
            Word.alone("critical", Level.FATAL),
            Word.alone("panic", Level.FATAL),
            Word.of("alert", Level.FATAL),
            Word.of("emerg", Level.FATAL),
            Word.of("emergency", Level.FATAL));

    private LevelWords() {}

    private static Word[][] byLetter(Word... words) {
        Word[][] byLetter = new Word[26][];
        for (int letter = 0; letter < 26; letter++) {
            char first = (char) ('a' + letter);
            byLetter[letter] = java.util.Arrays.stream(words)
                    .filter(word -> word.text.charAt(0) == first)
                    .toArray(Word[]::new);
        }
        return byLetter;
    }

    /** The level that all of {@code text} names, in upper or lower case; null when it names none. */
    static @Nullable Level of(String text) {
        return of(text, 0, text.length());
    }

    /** As {@link #of(String)}, of a part. */
    static @Nullable Level of(String text, int from, int to) {
        Word word = word(text, from, to);
        return word == null ? null : word.level;
    }

    private static @Nullable Word word(String text, int from, int to) {
        if (from >= to || !Ascii.isLetter(text.charAt(from))) return null;
        for (Word word : BY_LETTER[(text.charAt(from) | 0x20) - 'a']) {
            if (word.text.length() == to - from && text.regionMatches(true, from, word.text, 0, to - from)) return word;
        }
        return null;
    }

    /**
     * The level of {@code message} when it begins with an unmistakable word: {@code ERROR}, {@code [warn]},
     * {@code error:}. Else {@link Level#INFO}.
     */
    static Level guess(String message) {
        int to = message.length();
        boolean bracket = to > 0 && message.charAt(0) == '[';
        int from = bracket ? 1 : 0;
        int end = Ascii.lettersEnd(message, from, Math.min(to, from + 16));
        if (end - from < 4) return Level.INFO;
        Word word = word(message, from, end);
        if (word == null) return isFailure(message) ? Level.ERROR : Level.INFO;
        if (!word.alone) return Level.INFO;
        char next = end < to ? message.charAt(end) : '\n';
        boolean marked = bracket ? next == ']' : next == ':';
        boolean upper = message.charAt(end - 1) < 'a' && message.charAt(from + 1) < 'a';
        boolean ends = next == ' ' || next == '\t' || next == '\n' || next == '|' || next == '-';
        return marked || (!bracket && upper && ends) ? word.level : Level.INFO;
    }

    /** How Java and Python say that a program has failed. */
    private static boolean isFailure(String message) {
        return message.startsWith("Exception in thread \"") || message.startsWith("Traceback (most recent call last)");
    }
}
