package io.stardust.server.node;

import io.stardust.api.node.CloneView;
import io.stardust.server.change.Changes;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices when two running agents use one identity, as copied disks do: their signs of life alternate, while an agent
 * that was started anew is never heard of under its old number again. The one that was there first is served, the other
 * is told why it is not, so that they do not take the push channel from each other for ever. In memory only: after a
 * restart of the server it shows again within a minute. Thread-safe.
 */
public final class Clones {
    private static final Logger LOG = LoggerFactory.getLogger(Clones.class);
    /** The one before comes back so often: a last word of an agent that was just replaced is none. */
    private static final int RETURNS = 2;

    private static final int OTHERS = 16;

    private final Changes changes;
    private final InstantSource clock;
    private final LongSupplier elapsed;
    private final Patience silence;
    private final Map<Long, Watch> watches = new ConcurrentHashMap<>();

    /**
     * @param elapsed milliseconds from whenever, which only ever grow at their pace
     * @param silence an agent not heard of for so long, as it is set now, is gone
     */
    public Clones(Changes changes, InstantSource clock, LongSupplier elapsed, Supplier<Duration> silence) {
        this.changes = changes;
        this.clock = clock;
        this.elapsed = elapsed;
        this.silence = new Patience(silence, elapsed);
    }

    /** Who was heard of as one node; guarded by itself. */
    private static final class Watch {
        private @Nullable String first;
        private long firstAt;
        private String last = "";
        private final Map<String, Other> others = new HashMap<>();
        private int returns;
        private long since; // epoch ms; 0 = there is one agent only
    }

    private record Other(String address, long at) {}

    /**
     * An agent was heard of as {@code node}. Returns false if it is a second one and not to be served.
     *
     * @param client names the running agent; from its token
     * @param address where it spoke from; null when that is not known
     */
    boolean heard(Node node, String client, @Nullable String address) {
        Watch watch = watches.computeIfAbsent(node.id(), _ -> new Watch());
        @Nullable CloneView found = null;
        boolean serves;
        synchronized (watch) {
            long now = elapsed.getAsLong();
            forgetSilent(watch, now);
            if (watch.first == null || now - watch.firstAt > silence.get().toMillis()) {
                watch.first = client;
                watch.others.remove(client);
            }
            if (client.equals(watch.first)) {
                watch.firstAt = now;
                if (!watch.last.isEmpty() && !watch.last.equals(client) && !watch.others.isEmpty()) watch.returns++;
            } else if (watch.others.size() < OTHERS || watch.others.containsKey(client)) {
                @Nullable Other before = watch.others.get(client);
                String known = before == null ? client : before.address;
                watch.others.put(client, new Other(address == null ? known : address, now));
            }
            watch.last = client;
            if (watch.since == 0 && watch.returns >= RETURNS && !watch.others.isEmpty()) {
                watch.since = clock.millis();
                found = view(watch);
            }
            serves = watch.since == 0 || client.equals(watch.first);
        }
        if (found != null) tell(node, found);
        return serves;
    }

    private void forgetSilent(Watch watch, long now) {
        long most = silence.get().toMillis();
        watch.others.values().removeIf(other -> now - other.at > most);
        if (!watch.others.isEmpty()) return;
        watch.since = 0;
        watch.returns = 0;
    }

    private void tell(Node node, CloneView found) {
        LOG.warn("node {} {}: another machine uses its identity, too: {}", node.id(), node.code(), found.others());
        changes.write(
                "system",
                tx -> tx.record(
                        "node.cloned", node.projectId(), node.id(), null, new Told(node.name(), found.others())));
    }

    /** As it stands in the change table. */
    @io.avaje.jsonb.Json
    record Told(String name, List<String> others) {
        Told {
            others = List.copyOf(others);
        }
    }

    /** Whether an agent is to be served: it is alone, or was first. */
    boolean serves(long nodeId, String client) {
        @Nullable Watch watch = watches.get(nodeId);
        if (watch == null) return true;
        synchronized (watch) {
            forgetSilent(watch, elapsed.getAsLong());
            return watch.since == 0 || client.equals(watch.first);
        }
    }

    /** The other machines that use the identity of a node now; empty when there are none. */
    Optional<CloneView> of(long nodeId) {
        @Nullable Watch watch = watches.get(nodeId);
        if (watch == null) return Optional.empty();
        synchronized (watch) {
            forgetSilent(watch, elapsed.getAsLong());
            return watch.since == 0 ? Optional.empty() : Optional.of(view(watch));
        }
    }

    private static CloneView view(Watch watch) {
        List<String> others = new ArrayList<>();
        watch.others.values().forEach(other -> others.add(other.address));
        others.sort(null);
        return new CloneView(watch.since, others.stream().distinct().toList());
    }

    /** A node is gone. */
    void forget(long nodeId) {
        watches.remove(nodeId);
    }
}
