package io.stardust.server.deploy;

import io.stardust.protocol.reason.Code;
import io.stardust.server.access.secret.Secrets;
import io.stardust.server.change.Changes;
import io.stardust.server.change.Changes.Tx;
import io.stardust.server.db.Visible;
import io.stardust.server.deploy.Placement.Wish;
import io.stardust.server.http.ApiException.Conflict;
import io.stardust.server.http.Caller;
import io.stardust.server.node.Node;
import io.stardust.server.node.Nodes;
import java.util.List;
import java.util.Set;

/**
 * Removes nodes so that nothing runs on that no verb reaches: what is placed on a node goes first. A node that does not
 * respond is forgotten with what was placed on it. Thread-safe.
 */
public final class NodeRemoval implements Nodes.Removal, Departures {
    private final Changes changes;
    private final Nodes nodes;
    private final ForeignCommandOutbox orders;
    private final Takeover takeover;
    private final DeploymentStore deployments = new DeploymentStore();
    private final PlacementStore placements = new PlacementStore();
    private final DesiredState wishes;

    public NodeRemoval(Changes changes, Nodes nodes, ForeignCommandOutbox orders, Takeover takeover, Secrets secrets) {
        this.wishes = new DesiredState(secrets);
        this.changes = changes;
        this.nodes = nodes;
        this.orders = orders;
        this.takeover = takeover;
    }

    @Override
    public void remove(Caller caller, long id, boolean force) {
        changes.write(caller.actor(), tx -> {
            Node node = nodes.removable(tx, caller, id);
            List<Placement> placed = placements.ofNode(tx.sql(), id);
            if (!placed.isEmpty() && !force) throw refused(node, placed.size());
            boolean there = node.online();
            for (Placement placement : placed) {
                if (there && placement.releaseId() != null) uninstall(tx, caller, placement);
                else forget(tx, caller, placement);
            }
            if (placements.ofNode(tx.sql(), id).isEmpty()) nodes.forget(tx, id);
            else nodes.leave(tx, id);
            return null;
        });
        orders.tell(Set.of(id));
    }

    private static Conflict refused(Node node, int placed) {
        return new Conflict(
                node.online()
                        ? "placements: %d on node %s (expected: 0; remove them first, or force it: their apps are stopped, their files deleted, and then the node is removed)"
                                .formatted(placed, node.name())
                        : "placements: %d on node %s, which does not respond (expected: 0; force it to forget them: apps that still run there run on, and nobody can stop them from here)"
                                .formatted(placed, node.name()));
    }

    private void uninstall(Tx tx, Caller caller, Placement before) {
        if (before.state() == Wish.REMOVED) return;
        supersede(tx, caller, before);
        Placement after = wishes.removed(tx, before);
        placements.update(tx.sql(), after);
        tx.record(
                "placement.removed",
                project(tx, before),
                after.id(),
                PlacementChange.of(before),
                PlacementChange.of(after));
        orders.add(tx, after, "deploy/uninstall");
    }

    private void forget(Tx tx, Caller caller, Placement before) {
        supersede(tx, caller, before);
        long project = project(tx, before);
        placements.delete(tx.sql(), before.id());
        tx.record("placement.deleted", project, before.id(), PlacementChange.of(before), null);
    }

    private void supersede(Tx tx, Caller caller, Placement placement) {
        long now = tx.now().toEpochMilli();
        takeover.supersede(
                tx.sql(), List.of(placement.id()), Told.of(Code.REMOVED_BY, "who", caller.name()), true, now);
    }

    private long project(Tx tx, Placement placement) {
        return deployments
                .find(tx.sql(), Visible.everything(), placement.deploymentId())
                .map(Deployment::projectId)
                .orElseThrow();
    }

    @Override
    public void placementGone(Tx tx, long nodeId) {
        if (placements.ofNode(tx.sql(), nodeId).isEmpty()) nodes.forgetIfLeaving(tx, nodeId);
    }
}
