package io.stardust.server.config.scope;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** What was read by an id, kept until one of its kind changes. Thread-safe. */
final class Lookup<T> {
    private final LongFunction<T> read;
    private final AtomicLong turn = new AtomicLong();
    private final Map<Long, Kept<T>> kept = new ConcurrentHashMap<>();

    Lookup(LongFunction<T> read) {
        this.read = read;
    }

    private record Kept<T>(long turn, T value) {}

    T get(long id) {
        long now = turn.get(); // before: what changes meanwhile is read again
        @Nullable Kept<T> known = kept.get(id);
        if (known != null && known.turn() == now) return known.value();
        T value = read.apply(id);
        kept.put(id, new Kept<>(now, value));
        return value;
    }

    /** One of them has changed. */
    void changed() {
        turn.incrementAndGet();
        kept.clear();
    }
}
