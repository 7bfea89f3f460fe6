package io.stardust.server.eureka;

import io.stardust.protocol.Envelope;
import io.stardust.server.instance.Instance;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What Eureka's clients said of themselves and our registry has no place for, in memory only: a client whose papers are
 * lost is told at its next renewal to register again. Thread-safe.
 */
final class Papers {
    /** Of one app. */
    static final int MOST = 500;

    private static final long SWEEP = Duration.ofMinutes(1).toMillis();

    private final LongSupplier elapsed;
    private final Map<Long, Map<Key, Paper>> byApp = new HashMap<>();
    private long swept;

    /** @param elapsed milliseconds from whenever, which only ever grow at their pace */
    Papers(LongSupplier elapsed) {
        this.elapsed = elapsed;
    }

    /** @param app Eureka's name of it, in upper case */
    record Key(String app, String id) {}

    /**
     * What is known of one.
     *
     * @param overridden true when a client, not a person, drained it
     * @param renewed epoch ms
     * @param seen elapsed ms of the same moment
     */
    record Paper(EurekaInstance said, Instance who, boolean overridden, long renewed, long seen) {
        boolean isUp() {
            return said.status() == Status.UP;
        }

        Paper renewedAt(long wall, long now) {
            return new Paper(said, who, overridden, wall, now);
        }

        Paper overridden(boolean byClient) {
            return new Paper(said, who, byClient, renewed, seen);
        }
    }

    /** The paper of an instance of our app {@code appId}; null when there is none. */
    synchronized @Nullable Paper find(long appId, String app, String id) {
        return byApp.getOrDefault(appId, Map.of()).get(new Key(EurekaInstance.upper(app), id));
    }

    /** The instances of an app that registered from {@code address}, each once. */
    synchronized List<Instance> at(long appId, String address) {
        Map<String, Instance> byId = new HashMap<>();
        for (Paper paper : byApp.getOrDefault(appId, Map.of()).values()) {
            if (paper.who.address().equals(address)) byId.put(paper.who.client(), paper.who);
        }
        return List.copyOf(byId.values());
    }

    /**
     * Demands room for one more.
     *
     * @throws Envelope.Refused 403 when its app has too many
     */
    synchronized void requireRoom(long appId, EurekaInstance said) {
        sweep();
        Map<Key, Paper> of = byApp.getOrDefault(appId, Map.of());
        if (of.size() < MOST || of.containsKey(new Key(said.app(), said.id()))) return;
        throw new Envelope.Refused(Envelope.FORBIDDEN, "the app has %d instances already".formatted(MOST));
    }

    synchronized void put(Paper paper) {
        byApp.computeIfAbsent(paper.who.appId(), _ -> new HashMap<>())
                .put(new Key(paper.said.app(), paper.said.id()), paper);
    }

    /** Puts {@code now} in the place of {@code before}, unless something else is there by now. */
    synchronized void replace(Paper before, Paper now) {
        @Nullable Map<Key, Paper> of = byApp.get(before.who.appId());
        if (of != null) of.replace(new Key(before.said.app(), before.said.id()), before, now);
    }

    /** Forgets a paper; true when the instance has others, under other names. */
    synchronized boolean remove(Paper paper) {
        @Nullable Map<Key, Paper> of = byApp.get(paper.who.appId());
        if (of == null) return false;
        of.remove(new Key(paper.said.app(), paper.said.id()));
        if (of.isEmpty()) byApp.remove(paper.who.appId());
        return of.keySet().stream().anyMatch(key -> key.id.equals(paper.said.id()));
    }

    /** Forgets those of whom nothing was heard for longer than they asked for. */
    private void sweep() {
        long now = elapsed.getAsLong();
        if (now - swept < SWEEP) return;
        swept = now;
        byApp.values().removeIf(of -> {
            of.values().removeIf(paper -> now - paper.seen > paper.said.duration() * 1_000L + SWEEP);
            return of.isEmpty();
        });
    }
}
