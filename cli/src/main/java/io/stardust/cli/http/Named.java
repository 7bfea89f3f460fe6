package io.stardust.cli.http;

import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;

/** A thing that people name by its name or by its id. */
public interface Named {
    long id();

    String name();

    /**
     * Returns the one thing that {@code word} means: {@code 12} or {@code #12} is an id, anything else a name, exact
     * before any case. A number that is no id is tried as a name.
     *
     * @param kind for the message, {@code node}
     * @param byId asks for one
     * @param byName asks for those whose name may fit; more than fit may come
     * @throws Failure when there is none, or several
     */
    static <T extends Named> T find(
            String kind,
            String word,
            LongFunction<Optional<T>> byId,
            java.util.function.Function<String, List<T>> byName) {
        return findIfAny(kind, word, byId, byName)
                .orElseThrow(() ->
                        Failure.notFound("no %s %s".formatted(kind, word)).next("stardust %s list".formatted(kind)));
    }

    /** As {@link #find}, empty when there is none. */
    static <T extends Named> Optional<T> findIfAny(
            String kind,
            String word,
            LongFunction<Optional<T>> byId,
            java.util.function.Function<String, List<T>> byName) {
        boolean marked = word.startsWith("#");
        String digits = marked ? word.substring(1) : word;
        if (digits.matches("[0-9]{1,18}")) {
            Optional<T> found = byId.apply(Long.parseLong(digits));
            if (found.isPresent() || marked) return found;
        }
        List<T> all = byName.apply(word);
        List<T> fitting = all.stream().filter(one -> one.name().equals(word)).toList();
        if (fitting.isEmpty()) {
            fitting = all.stream()
                    .filter(one -> one.name().equalsIgnoreCase(word))
                    .toList();
        }
        if (fitting.size() > 1) {
            List<String> ids = fitting.stream().map(one -> "#" + one.id()).toList();
            throw Failure.usage("%s %s: several have this name (expected: one of %s)"
                    .formatted(kind, word, String.join(", ", ids)));
        }
        return fitting.stream().findFirst();
    }
}
