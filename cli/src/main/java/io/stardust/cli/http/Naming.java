package io.stardust.cli.http;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.ToLongFunction;

/**
 * How people name the things of a kind: by their name or by their id. Immutable.
 *
 * @param kind for messages, {@code node}
 * @param id of a thing
 * @param name of a thing
 */
public record Naming<T>(String kind, ToLongFunction<T> id, Function<T, String> name) {
    /**
     * Returns the one thing that {@code word} means: {@code 12} or {@code #12} is an id, anything else a name, exact
     * before any case. A number that is no id is tried as a name.
     *
     * @param byId asks for one
     * @param byName asks for those whose name may fit; more than fit may come
     * @throws Failure when there is none, or several
     */
    public T find(String word, LongFunction<Optional<T>> byId, Function<String, List<T>> byName) {
        return findIfAny(word, byId, byName)
                .orElseThrow(() ->
                        Failure.notFound("no %s %s".formatted(kind, word)).next("stardust %s list".formatted(kind)));
    }

    /** As {@link #find}, empty when there is none. */
    public Optional<T> findIfAny(String word, LongFunction<Optional<T>> byId, Function<String, List<T>> byName) {
        boolean marked = word.startsWith("#");
        String digits = marked ? word.substring(1) : word;
        if (digits.matches("[0-9]{1,18}")) {
            Optional<T> found = byId.apply(Long.parseLong(digits));
            if (found.isPresent() || marked) return found;
        }
        List<T> all = byName.apply(word);
        List<T> fitting =
                all.stream().filter(one -> name.apply(one).equals(word)).toList();
        if (fitting.isEmpty()) {
            fitting = all.stream()
                    .filter(one -> name.apply(one).equalsIgnoreCase(word))
                    .toList();
        }
        if (fitting.size() > 1) {
            List<String> ids =
                    fitting.stream().map(one -> "#" + id.applyAsLong(one)).toList();
            throw Failure.usage("%s %s: several have this name (expected: one of %s)"
                    .formatted(kind, word, String.join(", ", ids)));
        }
        return fitting.stream().findFirst();
    }
}
