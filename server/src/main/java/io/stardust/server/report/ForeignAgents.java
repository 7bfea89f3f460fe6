package io.stardust.server.report;

import io.stardust.protocol.command.CommandStatus;
import io.stardust.protocol.deploy.DeployMode;
import io.stardust.protocol.deploy.PlacementState;
import io.stardust.server.change.Changes;
import io.stardust.server.change.Changes.Tx;
import io.stardust.server.command.Command;
import io.stardust.server.command.Commander;
import io.stardust.server.db.Database;
import io.stardust.server.db.Visible;
import io.stardust.server.deploy.DeploymentStore;
import io.stardust.server.deploy.ForeignCommandOutbox;
import io.stardust.server.deploy.ForeignCommandOutbox.Order;
import io.stardust.server.deploy.Observed;
import io.stardust.server.deploy.ObservedStore;
import io.stardust.server.deploy.Placement;
import io.stardust.server.deploy.PlacementStore;
import io.stardust.server.deploy.Told;
import io.stardust.server.http.Check;
import io.stardust.server.node.DeployLog;
import io.stardust.server.node.Node;
import io.stardust.server.node.NodeStore;
import io.stardust.server.release.Release;
import io.stardust.server.release.ReleaseStore;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads what agents that are not ours tell: the answers to our commands, and the events of their service controllers.
 * Thread-safe. They never say which release runs, so an answer is taken to mean the release that was asked for.
 */
public final class ForeignAgents implements DeployLog {
    private final Database db;
    private final Changes changes;
    private final NodeStore nodes;
    private final Commander commander;
    private final ForeignCommandOutbox orders;
    private final Observations observations;
    private final DeploymentStore deployments = new DeploymentStore();
    private final ReleaseStore releases = new ReleaseStore();
    private final PlacementStore placements = new PlacementStore();
    private final ObservedStore observed = new ObservedStore();

    public ForeignAgents(
            Database db,
            Changes changes,
            NodeStore nodes,
            Commander commander,
            ForeignCommandOutbox orders,
            Observations observations) {
        this.db = db;
        this.changes = changes;
        this.nodes = nodes;
        this.commander = commander;
        this.orders = orders;
        this.observations = observations;
    }

    /** Takes what ended when the server was killed before it could look. */
    public void start() {
        for (long id : db.read(orders::under))
            commander.kept(id).filter(Command::isFinal).ifPresent(this::ended);
    }

    /** Takes the end of a command; it may be none of ours. */
    public void ended(Command command) {
        if (!command.command().startsWith("deploy/")) return;
        changes.write("node:" + command.nodeId(), tx -> {
            orders.take(tx.sql(), command.id()).ifPresent(order -> ended(tx, command, order));
            return null;
        });
    }

    private void ended(Tx tx, Command command, Order order) {
        Optional<Node> node = nodes.find(tx.sql(), Visible.everything(), order.nodeId());
        Optional<Placement> placement = placements.find(tx.sql(), Visible.everything(), order.placementId());
        if (node.isEmpty() || placement.isEmpty()) return;
        if (command.status() == CommandStatus.DONE) {
            done(tx, node.get(), placement.get(), order, Told.of(command.result(), null));
        } else {
            String reason = command.result() == null ? order.verb() + " failed" : command.result();
            failed(tx, node.get(), placement.get(), order.rolloutId(), order.releaseId(), Told.of(reason, null));
        }
    }

    private void done(Tx tx, Node node, Placement placement, Order order, @Nullable Told detail) {
        PlacementState state = reached(tx, placement, order.verb());
        String step = switch (order.verb()) {
            case "deploy/stop" -> "stopped";
            case "deploy/uninstall" -> "removed";
            case "deploy/start", "deploy/restart" -> "started";
            default -> "ready";
        };
        long now = tx.now().toEpochMilli();
        observations.add(tx, node, placement, order.rolloutId(), order.releaseId(), step, now, 0, detail);
        String version = releases.find(tx.sql(), Visible.everything(), order.releaseId())
                .map(Release::version)
                .orElse(null);
        Observed before = observed.find(tx.sql(), placement.id()).orElseGet(() -> Observed.nothing(placement.id()));
        observations.observe(
                tx, node, placement, before.told(state, order.releaseId(), version, order.revision(), null, now));
    }

    private PlacementState reached(Tx tx, Placement placement, String verb) {
        if (verb.equals("deploy/stop")) return PlacementState.STOPPED;
        if (verb.equals("deploy/uninstall")) return PlacementState.REMOVED;
        DeployMode mode = placement.mode() != null
                ? placement.mode()
                : deployments
                        .find(tx.sql(), Visible.everything(), placement.deploymentId())
                        .orElseThrow()
                        .mode();
        return switch (mode) {
            case HOSTED -> PlacementState.HOSTED;
            case TASK -> PlacementState.DONE;
            case STANDARD, SHADOW -> PlacementState.RUNNING;
        };
    }

    /** The version before may still run: only the reason is new. */
    private void failed(Tx tx, Node node, Placement placement, long rolloutId, long releaseId, @Nullable Told reason) {
        long now = tx.now().toEpochMilli();
        observations.add(tx, node, placement, rolloutId, releaseId, "failed", now, 0, reason);
        Observed before = observed.find(tx.sql(), placement.id()).orElseGet(() -> Observed.nothing(placement.id()));
        PlacementState state = before.state() == PlacementState.UNKNOWN ? PlacementState.FAILED : before.state();
        observed.put(
                tx.sql(), before.told(state, before.releaseId(), before.version(), before.revision(), reason, now));
        observations.tell(tx, placement);
    }

    @Override
    public void reported(Node node, List<DeployLog.Step> steps) {
        if (!node.foreign()) return; // ours reports steps by itself
        changes.write(node.actor(), tx -> {
            for (DeployLog.Step step : steps) {
                placements
                        .named(tx.sql(), node.id(), step.deployName())
                        .ifPresent(found -> take(tx, node, found, step));
            }
            return null;
        });
    }

    private void take(Tx tx, Node node, Placement placement, DeployLog.Step step) {
        long release = placement.releaseId() == null ? 0 : placement.releaseId();
        @Nullable Told detail = Told.of(step.detail(), null);
        if (step.step().equals("error")) {
            failed(tx, node, placement, placement.rolloutId(), release, detail);
        } else {
            String name = Check.cut(step.step(), 32);
            long at = step.at().toEpochMilli();
            observations.add(tx, node, placement, placement.rolloutId(), release, name, at, 0, detail);
        }
    }
}
