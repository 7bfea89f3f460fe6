package io.stardust.server.db;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * The orders that a list can be asked in, each by a word.
 *
 * @param table of the id
 * @param joins what the keys need besides
 * @param keys by word: what is sorted by, made only when it is asked; never null in a row
 */
public record Sorting(String table, String joins, String id, Map<String, Supplier<String>> keys) {
    public Sorting {
        keys = Map.copyOf(keys);
    }

    /** Every word, in order. */
    public Set<String> words() {
        return new TreeSet<>(keys.keySet());
    }

    /** The order that {@code word} names; by id when there is no such word. */
    public Keyset by(String word, boolean descending) {
        Supplier<String> key = keys.get(word);
        return key == null ? unsorted() : new Keyset(table + joins, id, key.get(), descending);
    }

    /** By id. */
    public Keyset unsorted() {
        return new Keyset(table, id, null, false);
    }
}
