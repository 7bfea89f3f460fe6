package io.stardust.cli;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import picocli.CommandLine;

/** Finds the verbs that may be meant by a word that is none, of all nouns. Immutable. */
final class Suggestions {
    private static final int MOST = 3;

    /** Words of other tools, and the verbs here that do the same. */
    private static final Map<String, List<String>> ELSEWHERE = Map.ofEntries(
            Map.entry("log", List.of("output")),
            Map.entry("logs", List.of("output")),
            Map.entry("stdout", List.of("output")),
            Map.entry("ps", List.of("status")),
            Map.entry("top", List.of("status")),
            Map.entry("get", List.of("show", "list")),
            Map.entry("info", List.of("show")),
            Map.entry("describe", List.of("show")),
            Map.entry("inspect", List.of("show")),
            Map.entry("view", List.of("show")),
            Map.entry("new", List.of("create")),
            Map.entry("add", List.of("create")),
            Map.entry("update", List.of("edit", "publish")),
            Map.entry("set", List.of("edit")),
            Map.entry("config", List.of("edit")),
            Map.entry("kill", List.of("stop")),
            Map.entry("down", List.of("stop")),
            Map.entry("up", List.of("publish", "start")),
            Map.entry("run", List.of("publish", "start")),
            Map.entry("apply", List.of("publish")),
            Map.entry("install", List.of("publish")),
            Map.entry("push", List.of("upload", "publish")),
            Map.entry("undo", List.of("rollback")),
            Map.entry("scale", List.of("place")),
            Map.entry("exec", List.of("run")),
            Map.entry("signin", List.of("login")),
            Map.entry("audit", List.of("changes")),
            Map.entry("servers", List.of("node list")),
            Map.entry("machines", List.of("node list")));

    private final Map<String, Set<String>> verbs = new TreeMap<>(); // and their other names

    /** {@code root}: all verbs. */
    Suggestions(CommandLine root) {
        collect(root, "");
    }

    private void collect(CommandLine command, String path) {
        for (CommandLine below : command.getSubcommands().values()) {
            if (below.getCommandSpec().usageMessage().hidden()) continue;
            String name = below.getCommandSpec().name();
            String whole = path.isEmpty() ? name : path + " " + name;
            verbs.put(whole, below.getCommandSpec().names());
            collect(below, whole);
        }
    }

    /** Those nearest to {@code word}, the best first; {@code noun}: before which it stood, empty for none. */
    List<String> near(String noun, String word) {
        String lower = word.toLowerCase(Locale.ROOT);
        List<String> elsewhere = ELSEWHERE.getOrDefault(lower, List.of());
        Map<String, Integer> found = new TreeMap<>();
        verbs.forEach((whole, names) -> {
            int far = distance(lower, whole);
            for (String name : names) far = Math.min(far, distance(lower, name));
            if (elsewhere.contains(whole) || !Collections.disjoint(elsewhere, names)) far = 0;
            if (names.contains("list") && lower.equals(whole.split(" ", 2)[0] + "s")) far = 0;
            // a slip of the finger, as far as the word is long; of another noun it must be the verb itself
            int bound = before(noun, whole) ? Math.max(1, lower.length() / 3) : 0;
            if (far <= bound) found.put(whole, far);
        });
        int nearest = found.values().stream().mapToInt(Integer::intValue).min().orElse(0);
        return found.entrySet().stream()
                .filter(one -> one.getValue() == nearest)
                .map(Map.Entry::getKey)
                .sorted(Comparator.comparing((String whole) -> !before(noun, whole))
                        .thenComparing(whole -> !whole.startsWith("deploy"))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(MOST)
                .toList();
    }

    private static boolean before(String noun, String whole) {
        return noun.isEmpty() || whole.startsWith(noun + " ");
    }

    /** {@code "a"}, {@code "a" or "b"}, {@code "a", "b" or "c"}. */
    static String either(List<String> words) {
        List<String> quoted = words.stream().map(word -> '"' + word + '"').toList();
        int last = quoted.size() - 1;
        return last == 0 ? quoted.getFirst() : String.join(", ", quoted.subList(0, last)) + " or " + quoted.get(last);
    }

    /** Letters to add, drop, change or swap until {@code a} is {@code b}. */
    static int distance(String a, String b) {
        List<int[]> rows = new ArrayList<>();
        for (int i = 0; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    row[j] = i + j;
                    continue;
                }
                boolean same = a.charAt(i - 1) == b.charAt(j - 1);
                row[j] =
                        Math.min(rows.get(i - 1)[j - 1] + (same ? 0 : 1), Math.min(rows.get(i - 1)[j], row[j - 1]) + 1);
                boolean swapped =
                        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
                if (swapped) row[j] = Math.min(row[j], rows.get(i - 2)[j - 2] + 1);
            }
            rows.add(row);
        }
        return rows.get(a.length())[b.length()];
    }
}
