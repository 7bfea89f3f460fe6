package io.stardust.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What people type because other tools have it: {@code ps}, {@code status}, {@code version}, {@code help VERB}. Pure.
 */
final class Shortcuts {
    private static final Set<String> WITH_VALUE = Set.of("-o", "--output");

    private static final Map<String, List<String>> SHORT = Map.of(
            "ps", List.of("deploy", "status"),
            "status", List.of("deploy", "status"),
            "version", List.of("--version"));

    private Shortcuts() {}

    /** {@code args} with the verbs that are meant. */
    static String[] expanded(String... args) {
        List<String> words = new ArrayList<>(Arrays.asList(args));
        int verb = first(words);
        if (verb == words.size()) return args;
        boolean help = words.get(verb).equals("help");
        if (help) {
            words.remove(verb);
            words.add("--help");
            verb = first(words);
        }
        List<String> meant = verb < words.size() ? SHORT.get(words.get(verb)) : null;
        if (meant != null) {
            words.remove(verb);
            words.addAll(verb, meant);
        }
        return words.toArray(String[]::new);
    }

    /** Where the first word is that is no option, nor the value of one. */
    private static int first(List<String> words) {
        int at = 0;
        while (at < words.size() && words.get(at).startsWith("-")) at += WITH_VALUE.contains(words.get(at)) ? 2 : 1;
        return Math.min(at, words.size());
    }
}
