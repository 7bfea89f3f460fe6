package io.stardust.server.registry;

import io.stardust.server.instance.Instance;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Who asks now and then for all services at once, by another protocol than ours, and does not say which of them it
 * calls. In memory only. Thread-safe.
 */
final class Pollers {
    /** Later ones are answered, and not remembered. */
    static final int MOST = 20_000;
    /** Taken for the period of one that has asked once: that of Eureka's clients; ms. */
    static final long USUAL_PERIOD = 30_000;
    /** Without a question for so long one is forgotten; ms. */
    static final long FORGOTTEN = 300_000;

    private static final int MOST_TOGETHER = 64;
    private static final long LEAST_PATIENCE = 5_000; // ms

    private final Map<Key, Poller> known = new ConcurrentHashMap<>();

    private record Key(long appId, String address) {}

    /**
     * One that asks, or several of one app that cannot be told apart.
     *
     * @param asked elapsed ms of its last questions, one for each of them
     * @param period ms in which each of them asked once; {@link #USUAL_PERIOD} as long as that is not known
     */
    record Poller(Instance who, List<Long> asked, long period) {
        Poller {
            asked = List.copyOf(asked);
        }

        /** Ms for which it may go on with what it was told. */
        long patience() {
            return Pollers.patience(period);
        }

        /** Two questions in a row say nothing of how often it asks, so the period shrinks by and by. */
        private Poller again(Instance now, int together, long at) {
            var times = new ArrayDeque<>(asked);
            long shown = USUAL_PERIOD;
            while (times.size() >= together) shown = Math.max(at - times.removeFirst(), period / 2);
            times.addLast(at);
            return new Poller(now, List.copyOf(times), shown);
        }
    }

    /**
     * Takes note of a question.
     *
     * @param who it stands for all of {@code together} when it cannot be told which of them asks
     * @param together how many of the app ask from that address, at least 1
     * @param now elapsed ms
     */
    void asked(Instance who, int together, long now) {
        Key key = new Key(who.appId(), who.address());
        if (known.size() >= MOST && !known.containsKey(key)) return;
        int several = Math.clamp(together, 1, MOST_TOGETHER);
        known.compute(
                key,
                (_, before) ->
                        before == null ? new Poller(who, List.of(now), USUAL_PERIOD) : before.again(who, several, now));
    }

    /** Ms for which one that asks once in {@code period} ms may go on with what it was told. */
    static long patience(long period) {
        return Math.max(LEAST_PATIENCE, 2 * period);
    }

    Collection<Poller> all() {
        return known.values();
    }

    /** An instance is over. */
    void left(String key) {
        known.values().removeIf(poller -> poller.who.key().equals(key));
    }

    /** Forgets who has not asked for long. */
    void forget(long now) {
        known.values().removeIf(poller -> now - poller.asked.getLast() >= FORGOTTEN);
    }
}
