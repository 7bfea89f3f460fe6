package io.stardust.server.deploy;

import io.avaje.jsonb.Json;
import io.stardust.server.change.Changes.Tx;
import io.stardust.server.command.Commander;
import io.stardust.server.command.NewCommand;
import io.stardust.server.db.Database;
import io.stardust.server.db.Visible;
import io.stardust.server.node.Node;
import io.stardust.server.node.NodeStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells agents that something is to be done. Thread-safe. Ours are only nudged: they pull what they should run. Others
 * know commands alone; each is kept, as a command, in the transaction of the wish it stands for and pushed after the
 * commit. A push that is lost, with the server or on its way, is made up for by the node's next heartbeat; a reply
 * finds its order however soon it comes.
 */
public final class ForeignCommandOutbox {
    private static final Logger LOG = LoggerFactory.getLogger(ForeignCommandOutbox.class);

    /** An agent that comes back later asks for everything at its login anyway. */
    private static final Duration LIFE = Duration.ofHours(24);

    private static final int TOLD_AT_ONCE = 500;

    private final Database db;
    private final NodeStore nodes;
    private final Commander commander;
    private final InstantSource clock;
    private final ForeignCommandStore store = new ForeignCommandStore();

    public ForeignCommandOutbox(Database db, NodeStore nodes, Commander commander, InstantSource clock) {
        this.db = db;
        this.nodes = nodes;
        this.commander = commander;
        this.clock = clock;
    }

    /** Writes down what an agent that is not ours must be told of {@code placement}. */
    public void add(Tx tx, Placement placement, String verb) {
        @Nullable
        Node node = nodes.find(tx.sql(), Visible.everything(), placement.nodeId())
                .filter(Node::foreign)
                .orElse(null);
        if (node == null) return;
        Instant expiry = clock.instant().plus(LIFE);
        String argument = io.stardust.protocol.Json.WIRE.text(store.argument(tx.sql(), placement.id()));
        long command = commander.keep(tx, new NewCommand(node, verb, argument, null, expiry, "system"));
        store.insert(
                tx.sql(),
                new Order(
                        tx.nextId("agent_order"),
                        placement.nodeId(),
                        placement.id(),
                        verb,
                        placement.rolloutId(),
                        placement.releaseId() == null ? 0 : placement.releaseId(),
                        placement.desiredRevision(),
                        command));
    }

    /** As {@link #add}, of many. */
    public void addAll(Tx tx, List<Placement> wanted, String verb) {
        Set<Long> ours =
                store.ours(tx.sql(), wanted.stream().map(Placement::nodeId).toList());
        for (Placement placement : wanted) if (!ours.contains(placement.nodeId())) add(tx, placement, verb);
    }

    /** Tells these nodes, now that it is on disk. Never fails: what could not be told is told later. */
    public void tell(Collection<Long> nodeIds) {
        List<Long> ids = List.copyOf(nodeIds);
        for (int from = 0; from < ids.size(); from += TOLD_AT_ONCE) {
            List<Long> some = ids.subList(from, Math.min(ids.size(), from + TOLD_AT_ONCE));
            try {
                for (Node node : db.read(sql -> nodes.all(sql, some))) tell(node);
            } catch (RuntimeException e) { // it is on disk: who asked must not be told otherwise
                LOG.warn("{} nodes could not be told now: {}", some.size(), e.toString());
            }
        }
    }

    private void tell(Node node) {
        try {
            if (node.foreign()) {
                commander.push(node);
            } else {
                commander.nudge(node, "deploy/publish", "{\"Id\":0}", "system");
            }
        } catch (RuntimeException e) {
            LOG.warn("node {}: could not be told now: {}", node.name(), e.toString());
        }
    }

    /** The commands that were sent and whose end was not taken yet. */
    public List<Long> under(Handle sql) {
        return store.under(sql);
    }

    /** Takes the order that {@code commandId} stood for; empty when it is none of ours or was taken. */
    public Optional<Order> take(Handle sql, long commandId) {
        return store.take(sql, commandId);
    }

    /** One command to an agent that is not ours, and the wish it stands for. */
    public record Order(
            long id,
            long nodeId,
            long placementId,
            String verb,
            long rolloutId,
            long releaseId,
            long revision,
            @Nullable Long commandId) {}

    @Json(caseInsensitiveKeys = true)
    record Argument(
            @Json.Property("Id") long id,
            @Json.Property("DeployName") String deployName,
            @Json.Property("AppName") String appName) {}
}
