package io.stardust.api;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a record holds of the lists and maps it was given: copies that nobody changes, empty for what is absent, as in
 * an answer that was cut down to what matters.
 */
public final class Given {
    private Given() {}

    public static <T> List<T> list(@Nullable List<T> items) {
        return items == null ? List.of() : List.copyOf(items);
    }

    public static <K, V> Map<K, V> map(@Nullable Map<K, V> entries) {
        return entries == null ? Map.of() : Map.copyOf(entries);
    }
}
