package io.stardust.server.deploy;

import io.avaje.jsonb.Json;
import io.stardust.server.change.Changes.Tx;
import io.stardust.server.command.Commander;
import io.stardust.server.command.NewCommand;
import io.stardust.server.db.Database;
import io.stardust.server.db.Rows;
import io.stardust.server.db.Visible;
import io.stardust.server.node.Node;
import io.stardust.server.node.NodeStore;
import java.lang.invoke.MethodHandles;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells agents that something is to be done. Thread-safe. Ours are only nudged: they pull what they should run. Others
 * know commands alone; each is kept, as a command, in the transaction of the wish it stands for and pushed after the
 * commit. A push that is lost, with the server or on its way, is made up for by the node's next heartbeat; a reply
 * finds its order however soon it comes.
 */
public final class Orders {
    private static final Logger LOG = LoggerFactory.getLogger(Orders.class);

    /** An agent that comes back later asks for everything at its login anyway. */
    private static final Duration LIFE = Duration.ofHours(24);

    private static final int TOLD_AT_ONCE = 500;

    private static final RowMapper<Order> ORDER = Rows.of(MethodHandles.lookup(), Order.class);
    private static final String SELECT = """
            select id, node_id, placement_id, verb, rollout_id, release_id, revision, command_id
            from agent_order
            """;

    private final Database db;
    private final NodeStore nodes;
    private final Commander commander;
    private final InstantSource clock;
    private final PlacementStore placements = new PlacementStore();

    public Orders(Database db, NodeStore nodes, Commander commander, InstantSource clock) {
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
        long command = commander.keep(
                tx, new NewCommand(node, verb, argument(tx.sql(), placement.id()), null, expiry, "system"));
        String insert = """
                insert into agent_order (id, node_id, placement_id, verb, rollout_id, release_id, revision, command_id)
                values (:id, :node, :placement, :verb, :rollout, :release, :revision, :command)
                """;
        tx.sql()
                .createUpdate(insert)
                .bind("id", tx.nextId("agent_order"))
                .bind("node", placement.nodeId())
                .bind("placement", placement.id())
                .bind("verb", verb)
                .bind("rollout", placement.rolloutId())
                .bind("release", placement.releaseId() == null ? 0 : placement.releaseId())
                .bind("revision", placement.desiredRevision())
                .bind("command", command)
                .execute();
    }

    /** As {@link #add}, of many. */
    public void addAll(Tx tx, List<Placement> wanted, String verb) {
        String in = wanted.stream()
                .map(placement -> String.valueOf(placement.nodeId()))
                .collect(Collectors.joining(","));
        Set<Long> ours = tx.sql()
                .createQuery("select node_id from node_seen where ours and node_id in (" + in + ")")
                .mapTo(Long.class)
                .set();
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

    /** Tells the nodes of a deployment; agents that are not ours see an edit at the next publish only. */
    void nudgeDeployment(long deploymentId) {
        tell(db.read(sql -> placements.ofDeployment(sql, deploymentId)).stream()
                .map(Placement::nodeId)
                .collect(Collectors.toSet()));
    }

    private static String argument(Handle sql, long placementId) {
        String select = """
                select p.deploy_name, a.name
                from placement p
                join deployment d on d.id = p.deployment_id
                join app a on a.id = d.app_id
                where p.id = :id
                """;
        return sql.createQuery(select)
                .bind("id", placementId)
                .map((row, _) -> io.stardust.protocol.Json.WIRE.text(
                        new Argument(placementId, row.getString("deploy_name"), row.getString("name"))))
                .one();
    }

    /** The commands that were sent and whose end was not taken yet. */
    public List<Long> under(Handle sql) {
        return sql.createQuery("select command_id from agent_order where command_id is not null order by id")
                .mapTo(Long.class)
                .list();
    }

    /** Takes the order that {@code commandId} stood for; empty when it is none of ours or was taken. */
    public Optional<Order> take(Handle sql, long commandId) {
        Optional<Order> order = sql.createQuery(SELECT + "where command_id = :command")
                .bind("command", commandId)
                .map(ORDER)
                .findOne();
        order.ifPresent(found -> sql.createUpdate("delete from agent_order where id = :id")
                .bind("id", found.id())
                .execute());
        return order;
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
