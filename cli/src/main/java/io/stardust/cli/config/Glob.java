package io.stardust.cli.config;

import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A word of people in which {@code *} stands for any text, in any case. Immutable. */
record Glob(String written, Pattern pattern) {
    static Glob of(String written) {
        String pattern = Arrays.stream(written.toLowerCase(Locale.ROOT).split("\\*+", -1))
                .map(Pattern::quote)
                .collect(Collectors.joining(".*"));
        return new Glob(written, Pattern.compile(pattern, Pattern.DOTALL));
    }

    boolean matches(String text) {
        return pattern.matcher(text.toLowerCase(Locale.ROOT)).matches();
    }
}
