package io.stardust.server.http;

import io.stardust.protocol.Printable;
import io.stardust.server.http.ApiException.Invalid;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Holds the fields of a body against their bounds. What fails is told as {@code field: value (expected: …)}. */
public final class Check {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,62}");

    private Check() {}

    /** A name that goes into paths and commands: 1–63 of {@code a-z 0-9 . _ -}, a letter or digit first. */
    public static String name(String field, @Nullable String value) {
        if (value == null) throw missing(field);
        if (!NAME.matcher(value).matches()) {
            throw new Invalid(field, shown(value), "1–63 of a-z 0-9 . _ -, a letter or digit first");
        }
        return value;
    }

    /** Text on one line that must be there: 1–{@code max} characters that may be shown, not only blanks. */
    public static String text(String field, @Nullable String value, int max) {
        if (value == null) throw missing(field);
        if (value.isBlank()) throw new Invalid(field, "empty", "1–%d characters".formatted(max));
        return printable(field, bounded(field, value, max));
    }

    /** Text on one line that may be absent. */
    public static @Nullable String optionalLine(String field, @Nullable String value, int max) {
        return value == null ? null : printable(field, bounded(field, value, max));
    }

    /** Text that may be absent; tabs and line ends may be in it. */
    public static @Nullable String optionalText(String field, @Nullable String value, int max) {
        if (value != null && !Printable.isLines(bounded(field, value, max))) throw unprintable(field);
        return value;
    }

    private static String bounded(String field, String value, int max) {
        if (value.length() > max) {
            throw new Invalid(field, "%d characters".formatted(value.length()), "at most %d characters".formatted(max));
        }
        return value;
    }

    /** A name may come to stand in a terminal or a log. */
    public static String printable(String field, String value) {
        if (!Printable.is(value)) throw unprintable(field);
        return value;
    }

    private static Invalid unprintable(String field) {
        return new Invalid(field, "a control character, or one that turns text", "printable text");
    }

    /** A number within {@code min}–{@code max}; {@code absent} when there is none. */
    public static int number(String field, @Nullable Integer value, int absent, int min, int max) {
        if (value == null) return absent;
        if (value < min || value > max) throw new Invalid(field, value, min + "–" + max);
        return value;
    }

    /** One of an enum's constants, written in lower case. */
    public static <E extends Enum<E>> E choice(String field, @Nullable String value, Class<E> type) {
        if (value == null) throw missing(field);
        for (E constant : type.getEnumConstants()) {
            if (word(constant).equals(value)) return constant;
        }
        String words = Arrays.stream(type.getEnumConstants()).map(Check::word).collect(Collectors.joining("|"));
        throw new Invalid(field, shown(value), words);
    }

    /** How an enum's constant is written in JSON. */
    public static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static Invalid missing(String field) {
        return new Invalid(field + ": missing");
    }

    /** What a message shows of a text: its first 60 characters. */
    public static String shortened(String text) {
        return shortened(text, 60);
    }

    /** As {@link #shortened(String)}, the first {@code max}. */
    public static String shortened(String text, int max) {
        return text.length() <= max ? text : text.substring(0, max) + "…";
    }

    /** What is kept of a text that has no room for more: its first {@code max} characters. */
    public static String cut(String text, int max) {
        return text.length() <= max ? text : text.substring(0, max);
    }

    /** What somebody sent, short and on one line, for a message. */
    public static String shown(String value) {
        return shortened(Printable.line(value));
    }
}
