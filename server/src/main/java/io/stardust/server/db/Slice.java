package io.stardust.server.db;

import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list.
 *
 * @param next the cursor that goes on behind it; null at the end
 */
public record Slice<T>(List<T> items, @Nullable Long next) {
    /** The first {@code limit} of {@code rows}, of which one more was asked for, to know whether there are more. */
    public static <T> Slice<T> of(List<T> rows, int limit, ToLongFunction<T> id) {
        if (rows.size() <= limit) return new Slice<>(rows, null);
        return new Slice<>(rows.subList(0, limit), id.applyAsLong(rows.get(limit - 1)));
    }

    /** Its items as people see them. */
    public <V> List<V> views(Function<T, V> view) {
        return items.stream().map(view).toList();
    }

    /** True when nothing comes behind it. */
    public boolean last() {
        return next == null;
    }
}
