package io.stardust.server.node;

import io.stardust.protocol.node.NodeInfo;
import io.stardust.protocol.node.PingInfo;
import io.stardust.server.db.Database;
import io.stardust.server.node.SeenStore.Heartbeat;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows which nodes are there. Thread-safe.
 *
 * <p>Heartbeats stay in memory and reach the rows in batches, so that 5,000 nodes cost the writer one write every
 * {@link #FLUSH}. Coming and going is written at once. Rows change on the writer's thread only, and each write looks at
 * the memory again, so the last word in the row is the memory's. A started server believes nobody to be there until the
 * next heartbeat.
 */
public final class Presence implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Presence.class);
    private static final Duration FLUSH = Duration.ofSeconds(2);

    private final Database db;
    private final SeenStore store = new SeenStore();
    private final InstantSource clock;
    private final Duration timeout;
    private final Map<Long, Heartbeat> there = new ConcurrentHashMap<>();
    private final Set<Long> unwritten = ConcurrentHashMap.newKeySet();
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private final Thread loop = Thread.ofVirtual().name("node-presence").unstarted(this::loop);

    /** A node is gone {@code timeout} after it was last heard of. */
    public Presence(Database db, InstantSource clock, Duration timeout) {
        this.db = db;
        this.clock = clock;
        this.timeout = timeout;
    }

    /** Hears of nodes that came or went, once that is written; it may only take note. */
    @FunctionalInterface
    public interface Listener {
        /** A node came or went. */
        void cameOrWent(long nodeId);
    }

    /** Adds a listener; before the server serves. */
    public void listen(Listener listener) {
        listeners.add(listener);
    }

    private void tell(Collection<Long> nodes) {
        for (long node : nodes) for (Listener listener : listeners) listener.cameOrWent(node);
    }

    /** Begins with nobody there. */
    public Presence start() {
        db.write(sql -> {
            store.allOffline(sql);
            return null;
        });
        loop.start();
        return this;
    }

    /** A node has logged in. */
    void login(long nodeId, NodeInfo machine) {
        long now = clock.millis();
        there.merge(
                nodeId, new Heartbeat(now, null, null), (old, _) -> new Heartbeat(now, old.metrics(), old.offset()));
        db.write(sql -> {
            store.login(sql, nodeId, machine, there.containsKey(nodeId), now);
            return null;
        });
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
    void ping(long nodeId, PingInfo metrics) {
        long now = clock.millis();
        @Nullable Long offset = metrics.time() > 0 ? metrics.time() - now : null;
        @Nullable Heartbeat before = there.put(nodeId, new Heartbeat(now, metrics, offset));
        if (before != null) {
            unwritten.add(nodeId);
            return;
        }
        write(Set.of(nodeId));
        tell(Set.of(nodeId));
    }

    /** A node said good-bye, was deleted or shut out. */
    void left(long nodeId) {
        if (there.remove(nodeId) == null) return;
        db.write(sql -> {
            if (!there.containsKey(nodeId)) store.offline(sql, Set.of(nodeId));
            return null;
        });
        tell(Set.of(nodeId));
    }

    /** When a node was last heard of, epoch ms; 0 when it is not there. */
    long seenAt(long nodeId) {
        @Nullable Heartbeat beat = there.get(nodeId);
        return beat == null ? 0 : beat.at();
    }

    /** The newest heartbeat of a node that is there; empty before its first. */
    Optional<Heartbeat> latest(long nodeId) {
        return Optional.ofNullable(there.get(nodeId)).filter(beat -> beat.metrics() != null);
    }

    private void loop() {
        try {
            while (true) {
                Thread.sleep(FLUSH);
                try {
                    flush();
                    expire();
                } catch (RuntimeException e) {
                    LOG.error("nodes' presence could not be written; tried again in {}", FLUSH, e);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void flush() {
        Set<Long> nodes = Set.copyOf(unwritten);
        if (nodes.isEmpty()) return;
        unwritten.removeAll(nodes);
        write(nodes);
    }

    private void write(Set<Long> nodes) {
        db.write(sql -> {
            Map<Long, Heartbeat> beats = HashMap.newHashMap(nodes.size());
            for (long node : nodes) {
                @Nullable Heartbeat beat = there.get(node);
                if (beat != null) beats.put(node, beat);
            }
            store.heard(sql, beats);
            return null;
        });
    }

    private void expire() {
        long silentSince = clock.millis() - timeout.toMillis();
        Map<Long, Heartbeat> silent = new HashMap<>();
        there.forEach((node, beat) -> {
            if (beat.at() < silentSince) silent.put(node, beat);
        });
        if (silent.isEmpty()) return;
        List<Long> gone = new ArrayList<>();
        db.write(sql -> {
            silent.forEach((node, beat) -> {
                if (there.remove(node, beat)) gone.add(node);
            });
            store.offline(sql, gone);
            return null;
        });
        tell(gone);
        for (long node : gone) LOG.info("node {}: offline, not heard of for {}", node, timeout);
    }

    /** Writes what is not written yet and stops. */
    @Override
    public void close() {
        loop.interrupt();
        flush();
    }
}
