package io.stardust.server.deploy;

import io.stardust.server.app.Bounds;
import io.stardust.server.change.Changes.Tx;
import io.stardust.server.db.Visible;
import io.stardust.server.deploy.Placement.Wish;
import io.stardust.server.deploy.RolloutPlacement.Progress;
import io.stardust.server.http.ApiException.Conflict;
import io.stardust.server.http.ApiException.Invalid;
import io.stardust.server.http.ApiException.NotFound;
import io.stardust.server.http.Caller;
import io.stardust.server.node.Node;
import io.stardust.server.node.NodeStore;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Decides which placements a rollout moves, and to which release; refuses in words what cannot be. */
final class RolloutPlan {
    /** How many earlier rollouts of a placement a rollback looks through. */
    private static final int PAST = 100;

    private static final PlacementBody NO_OVERRIDES =
            new PlacementBody(null, null, null, null, null, null, null, null, null, null, null);

    private final NodeStore nodes;
    private final Placements placing;
    private final ReleaseStore releases = new ReleaseStore();
    private final PlacementStore placements = new PlacementStore();
    private final RolloutStore rollouts = new RolloutStore();

    RolloutPlan(NodeStore nodes, Placements placing) {
        this.nodes = nodes;
        this.placing = placing;
    }

    /** The last release that ran there; if none is known to have run, the last one it was moved to. */
    Release previous(Handle sql, Placement placement) {
        long current = placement.releaseId() == null ? 0 : placement.releaseId();
        List<RolloutPlacement> past = rollouts.past(sql, placement.id(), PAST).stream()
                .filter(move -> move.releaseId() != current)
                .toList();
        return past.stream()
                .filter(move -> move.state() == Progress.READY)
                .map(move -> usable(sql, move.releaseId()))
                .flatMap(Optional::stream)
                .findFirst()
                .or(() -> releases.before(sql, placement.deploymentId(), current))
                .or(() -> past.stream()
                        .map(move -> usable(sql, move.releaseId()))
                        .flatMap(Optional::stream)
                        .findFirst())
                .orElseThrow(() ->
                        new Conflict("placement %d has no release before the current one".formatted(placement.id())));
    }

    private Optional<Release> usable(Handle sql, long releaseId) {
        return releases.find(sql, Visible.everything(), releaseId).filter(Fitness::fit);
    }

    /** The release somebody named, if it may be published here. */
    Release release(Tx tx, Caller caller, Deployment deployment, long id) {
        Release release = releases.find(tx.sql(), caller.visible(), id).orElseThrow(() -> new NotFound("release", id));
        if (release.deploymentId() != deployment.id()) {
            throw new Invalid(
                    "releaseId", id, "a release of deployment %s; this one is of another".formatted(deployment.name()));
        }
        Fitness.require(release);
        return release;
    }

    /**
     * The placements to be moved: all enabled ones, or those of the nodes that are named.
     *
     * @param place true: a node without a placement gets one
     */
    List<Placement> targets(Tx tx, Caller caller, Deployment deployment, @Nullable List<Long> nodeIds, boolean place) {
        List<Placement> all = placements.ofDeployment(tx.sql(), deployment.id());
        if (nodeIds == null) {
            List<Placement> enabled = all.stream()
                    .filter(placement -> placement.enabled() && placement.state() != Wish.REMOVED)
                    .toList();
            if (!enabled.isEmpty()) return enabled;
            throw new Conflict("deployment %s has no enabled placement; name the nodes it should run on"
                    .formatted(deployment.name()));
        }
        if (nodeIds.isEmpty() || nodeIds.size() > Bounds.NODES) {
            throw new Invalid("nodeIds", nodeIds.size() + " nodes", "1–" + Bounds.NODES);
        }
        List<Placement> chosen = new ArrayList<>();
        for (long nodeId : new LinkedHashSet<>(nodeIds)) {
            Node node = nodes.find(tx.sql(), caller.visible(), nodeId).orElseThrow(() -> new NotFound("node", nodeId));
            chosen.addAll(on(tx, deployment, node, all, place));
        }
        return chosen;
    }

    private List<Placement> on(Tx tx, Deployment deployment, Node node, List<Placement> all, boolean place) {
        if (!node.approved()) throw new Conflict("node %s waits for approval; approve it first".formatted(node.name()));
        List<Placement> there = all.stream()
                .filter(placement -> placement.nodeId() == node.id())
                .toList();
        if (there.isEmpty() && place) return List.of(placing.create(tx, deployment, node, NO_OVERRIDES));
        List<Placement> ready = there.stream()
                .filter(placement -> placement.enabled() && placement.state() != Wish.REMOVED)
                .toList();
        if (!ready.isEmpty()) return ready;
        throw new Conflict("node %s has no enabled placement of %s".formatted(node.name(), deployment.name()));
    }
}
