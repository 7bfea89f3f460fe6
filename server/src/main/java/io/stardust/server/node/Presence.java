package io.stardust.server.node;

import io.stardust.protocol.loop.Loop;
import io.stardust.protocol.node.AppUse;
import io.stardust.protocol.node.NodeInfo;
import io.stardust.protocol.node.PingInfo;
import io.stardust.server.db.Database;
import io.stardust.server.node.SeenStore.Heartbeat;
import io.stardust.server.node.SeenStore.Known;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows which nodes are there. Thread-safe.
 *
 * <pre>
 *   online ─(push channel closes, or no sign for half the time-out)─▶ not responding ─(time-out)─▶ offline
 *      ▲                                                                    │                         │
 *      └──────────────────────────────(heartbeat, login)────────────────────┴─────────────────────────┘
 * </pre>
 *
 * <p>Heartbeats stay in memory and reach the rows in batches, so that 5,000 nodes cost the writer one write every
 * {@link #FLUSH}. Coming and going is written at once, and the memory follows when that is on disk. How long a node has
 * been silent is measured by a clock that no clock step moves; a started server counts from its own start.
 */
public final class Presence implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Presence.class);
    private static final Duration FLUSH = Duration.ofSeconds(2);
    /** So many nodes a line of the log names. */
    private static final int NAMED = 10;

    private final Database db;
    private final NodeStore nodes = new NodeStore();
    private final SeenStore store = new SeenStore();
    private final InstantSource clock;
    private final LongSupplier elapsed;
    private final Patience ours;
    private final Patience foreign;
    private final Map<Long, Sign> there = new ConcurrentHashMap<>();
    private final Set<Long> unwritten = ConcurrentHashMap.newKeySet();
    /** Of whom it is being written that they went: how many such writes there are. */
    private final Map<Long, Integer> going = new ConcurrentHashMap<>();

    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private final Loop loop = Loop.every("node-presence", FLUSH, this::round);

    /**
     * @param elapsed milliseconds from whenever, which only ever grow at their pace
     * @param timeouts as they are set now
     */
    public Presence(Database db, InstantSource clock, LongSupplier elapsed, Supplier<Timeouts> timeouts) {
        this.db = db;
        this.clock = clock;
        this.elapsed = elapsed;
        this.ours = new Patience(() -> timeouts.get().ours(), elapsed);
        this.foreign = new Patience(() -> timeouts.get().foreign(), elapsed);
    }

    /** After so long without a sign of life a node is offline: one with our agent, one with another. */
    public record Timeouts(Duration ours, Duration foreign) {
        private Duration of(Sign sign) {
            return sign.ours() ? ours : foreign;
        }
    }

    /** Hears of nodes that came or went, once that is written; it may only take note. */
    @FunctionalInterface
    public interface Listener {
        /** A node came or went. */
        void cameOrWent(long nodeId);
    }

    /**
     * The newest sign of life of a node that was not given up.
     *
     * @param apps what each placement's process uses, by its id
     * @param elapsed when it came, by the clock that no clock step moves
     * @param lost true when the node does not respond
     */
    private record Sign(Heartbeat beat, Map<Long, AppUse> apps, long elapsed, boolean ours, boolean lost) {
        private Sign heard(Heartbeat newer, Map<Long, AppUse> used, long now) {
            return new Sign(newer, used, now, ours, false);
        }

        private Sign silent() {
            return new Sign(beat, Map.of(), elapsed, ours, true);
        }
    }

    /** Adds a listener; before the server serves. */
    public void listen(Listener listener) {
        listeners.add(listener);
    }

    private void tell(Collection<Long> ids) {
        for (long node : ids) for (Listener listener : listeners) listener.cameOrWent(node);
    }

    /** Begins with those who were there: what time a stopped server missed is not held against them. */
    public Presence start() {
        ours.begin();
        foreign.begin();
        long now = elapsed.getAsLong();
        for (Known known : db.read(store::there)) {
            there.put(
                    known.nodeId(),
                    new Sign(new Heartbeat(known.seenAt(), null, null), Map.of(), now, known.ours(), known.lost()));
        }
        loop.start();
        return this;
    }

    /** A node has logged in. */
    void login(long nodeId, NodeInfo machine) {
        long now = clock.millis();
        boolean ours = Agents.isOurs(machine.version());
        db.write(
                sql -> {
                    store.login(sql, nodeId, machine, true, now);
                    return null;
                },
                () -> there.compute(nodeId, (_, old) -> {
                    var beat = old == null
                            ? new Heartbeat(now, null, null)
                            : new Heartbeat(
                                    now, old.beat().metrics(), old.beat().offset());
                    return new Sign(beat, old == null ? Map.of() : old.apps(), elapsed.getAsLong(), ours, false);
                }));
        tell(Set.of(nodeId));
    }

    /** A node that waits for approval has asked again; its row is touched once a minute. */
    void asked(long nodeId, NodeInfo machine) {
        long now = clock.millis();
        if (db.read(sql -> store.seenAt(sql, nodeId)) > now - 60_000) return;
        db.write(sql -> {
            store.login(sql, nodeId, machine, false, now);
            return null;
        });
    }

    /** A heartbeat came. */
    void ping(Node node, PingInfo metrics, List<AppUse> apps) {
        long now = clock.millis();
        var beat = new Heartbeat(now, metrics, metrics.time() > 0 ? metrics.time() - now : null);
        Map<Long, AppUse> used = HashMap.newHashMap(apps.size());
        for (AppUse use : apps) used.put(use.id(), use.at(now));
        heard(node, beat, used);
    }

    /** What the process of a placement uses, as its node last said; null when it has not, or does not respond. */
    public @Nullable AppUse use(long nodeId, long placementId) {
        @Nullable Sign sign = there.get(nodeId);
        return sign == null ? null : sign.apps().get(placementId);
    }

    /** Its push channel was opened, which a node that is there does; it does not bring back one that was given up. */
    public void linked(String code) {
        find(code).ifPresent(node -> {
            @Nullable Sign sign = there.get(node.id());
            if (sign == null || !sign.lost()) return;
            heard(
                    node,
                    new Heartbeat(
                            clock.millis(), sign.beat().metrics(), sign.beat().offset()),
                    Map.of());
        });
    }

    /** Its push channel has closed, which nobody asked for: it does not respond until the next sign of life. */
    public void unlinked(String code) {
        find(code).ifPresent(node -> lost(Map.of(node.id(), clock.millis())));
    }

    private Optional<Node> find(String code) {
        return db.read(sql -> nodes.byCode(sql, code));
    }

    private void heard(Node node, Heartbeat beat, Map<Long, AppUse> apps) {
        long id = node.id();
        @Nullable
        Sign sign =
                there.computeIfPresent(id, (_, old) -> old.lost() ? old : old.heard(beat, apps, elapsed.getAsLong()));
        if (sign != null && !sign.lost()) {
            unwritten.add(id);
            return;
        }
        db.write(
                sql -> {
                    store.heard(sql, Map.of(id, beat));
                    return null;
                },
                () -> there.put(id, new Sign(beat, apps, elapsed.getAsLong(), !node.foreign(), false)));
        tell(Set.of(id));
    }

    /** A node said good-bye, was deleted or shut out. */
    void left(long nodeId) {
        if (!there.containsKey(nodeId)) return;
        go(Set.of(nodeId), sql -> store.offline(sql, Set.of(nodeId), clock.millis()), () -> there.remove(nodeId));
        tell(Set.of(nodeId));
    }

    /**
     * Writes that nodes went. Meanwhile no heartbeat of theirs is written: it may be in the same transaction behind
     * this, and would bring the row back of a node that the memory is about to forget.
     */
    private void go(Set<Long> ids, Consumer<Handle> write, Runnable after) {
        for (long id : ids) going.merge(id, 1, Integer::sum);
        try {
            db.write(
                    sql -> {
                        write.accept(sql);
                        return null;
                    },
                    after);
        } finally {
            for (long id : ids) going.computeIfPresent(id, (_, count) -> count == 1 ? null : count - 1);
        }
    }

    /** A node's row is gone. */
    void forget(long nodeId) {
        there.remove(nodeId);
    }

    /** When a node was last heard of, epoch ms; 0 when it was given up. */
    long seenAt(long nodeId) {
        @Nullable Sign sign = there.get(nodeId);
        return sign == null ? 0 : sign.beat().at();
    }

    /** The newest heartbeat of a node that was not given up; empty before its first. */
    Optional<Heartbeat> latest(long nodeId) {
        return Optional.ofNullable(there.get(nodeId)).map(Sign::beat).filter(beat -> beat.metrics() != null);
    }

    private void round() {
        flush();
        expire();
    }

    /** The thread that works here. */
    public Loop loop() {
        return loop;
    }

    private void flush() {
        Set<Long> ids = Set.copyOf(unwritten);
        if (ids.isEmpty()) return;
        unwritten.removeAll(ids);
        try {
            db.write(sql -> {
                Map<Long, Heartbeat> beats = HashMap.newHashMap(ids.size());
                for (long node : ids) {
                    @Nullable Sign sign = there.get(node);
                    if (sign == null || sign.lost()) continue;
                    if (going.containsKey(node)) unwritten.add(node); // should it stay after all, the next one says so
                    else beats.put(node, sign.beat());
                }
                store.heard(sql, beats);
                return null;
            });
        } catch (RuntimeException e) {
            unwritten.addAll(ids);
            throw e;
        }
    }

    private void expire() {
        long now = elapsed.getAsLong();
        Map<Long, Sign> gone = new HashMap<>();
        Map<Long, Long> silent = new HashMap<>();
        var timeouts = new Timeouts(ours.get(), foreign.get());
        there.forEach((node, sign) -> {
            long silence = now - sign.elapsed();
            long most = timeouts.of(sign).toMillis();
            if (silence > most) gone.put(node, sign);
            else if (!sign.lost() && silence > most / 2)
                silent.put(node, sign.beat().at());
        });
        lost(silent);
        if (gone.isEmpty()) return;
        go(
                gone.keySet(),
                sql -> store.offline(sql, gone.keySet(), clock.millis()),
                () -> gone.forEach((node, sign) -> {
                    if (!there.remove(node, sign)) unwritten.add(node); // it came meanwhile: the next flush says so
                }));
        tell(gone.keySet());
        LOG.info(
                "{}: offline, not heard of for {} (other agents: {})",
                named(gone.keySet()),
                timeouts.ours(),
                timeouts.foreign());
    }

    /** The first of them by id, so that a line stays one that is read. */
    private static String named(Collection<Long> ids) {
        String first = ids.stream().sorted().limit(NAMED).map(String::valueOf).collect(Collectors.joining(", "));
        int more = ids.size() - NAMED;
        return (ids.size() == 1 ? "node " : "nodes ") + first + (more > 0 ? " and " + more + " more" : "");
    }

    /** They do not respond, each since its time; one write for all, since a cable takes a thousand at once. */
    private void lost(Map<Long, Long> since) {
        Map<Long, Sign> before = new HashMap<>();
        Map<Long, Long> times = new HashMap<>();
        since.forEach((id, time) -> {
            @Nullable Sign sign = there.get(id);
            if (sign == null || sign.lost()) return;
            before.put(id, sign);
            times.put(id, time);
        });
        if (before.isEmpty()) return;
        go(
                before.keySet(),
                sql -> store.lost(sql, times),
                () -> before.forEach((id, sign) -> {
                    if (!there.replace(id, sign, sign.silent())) unwritten.add(id); // it was heard of meanwhile
                }));
        tell(before.keySet());
        LOG.info("{}: not responding", named(before.keySet()));
    }

    /** Writes what is not written yet and stops. */
    @Override
    public void close() {
        loop.close();
        flush();
    }
}
