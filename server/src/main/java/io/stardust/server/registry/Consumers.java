package io.stardust.server.registry;

import io.stardust.server.instance.Instance;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Who asks for a service, and what they were given. Thread-safe. */
final class Consumers {
    /** Of one service; later ones are answered, and not remembered. */
    static final int MOST = 20_000;
    /** Without a question for so long, one that does not listen is forgotten; ms. */
    static final long FORGOTTEN = 600_000;

    private final Map<String, Consumer> known = new ConcurrentHashMap<>();

    /**
     * One instance that asks.
     *
     * @see #asked
     */
    static final class Consumer {
        final Instance who;
        final long since; // epoch ms
        volatile long asked; // elapsed ms
        volatile long period; // ms between its questions of late, 0: it has asked once
        volatile long version;
        volatile long acknowledged; // the version that it is known to have
        volatile Filter filter = Filter.ALL;
        volatile boolean listens;

        private Consumer(Instance who, long since) {
            this.who = who;
            this.since = since;
        }

        /** It has what was so at {@code version}. */
        synchronized void acknowledges(long version) {
            acknowledged = Math.max(acknowledged, version);
        }
    }

    /** Takes note of a question; null when no more are remembered. */
    @Nullable
    Consumer asked(String key, Instance who, Filter filter, long version, long now, long wall) {
        @Nullable Consumer consumer = known.get(key);
        boolean again = consumer != null;
        if (consumer == null || !consumer.who.equals(who)) {
            if (consumer == null && known.size() >= MOST) return null;
            var made = new Consumer(who, consumer == null ? wall : consumer.since);
            made.listens = consumer != null && consumer.listens;
            if (consumer != null) {
                made.asked = consumer.asked;
                made.period = consumer.period;
            }
            known.put(key, made);
            consumer = made;
        }
        // two questions in a row say nothing of how often it asks
        if (again) consumer.period = Math.max(now - consumer.asked, consumer.period / 2);
        consumer.filter = filter;
        consumer.version = version;
        consumer.asked = now;
        return consumer;
    }

    void remove(String key) {
        known.remove(key);
    }

    @Nullable
    Consumer find(String key) {
        return known.get(key);
    }

    /** Forgets who has not asked for long and does not listen. */
    void forget(long now) {
        known.values().removeIf(consumer -> !consumer.listens && now - consumer.asked >= FORGOTTEN);
    }

    /** By the key of their channel. */
    Set<Map.Entry<String, Consumer>> entries() {
        return known.entrySet();
    }

    int size() {
        return known.size();
    }

    boolean isEmpty() {
        return known.isEmpty();
    }
}
