package io.stardust.server.deploy;

import io.stardust.server.change.Changes;
import io.stardust.server.change.Changes.Tx;
import io.stardust.server.db.Database;
import io.stardust.server.db.Visible;
import io.stardust.server.deploy.RolloutGlance.Counted;
import io.stardust.server.deploy.RolloutPlacement.Progress;
import io.stardust.server.http.ApiException.Conflict;
import io.stardust.server.http.ApiException.Invalid;
import io.stardust.server.http.ApiException.NotFound;
import io.stardust.server.http.Caller;
import io.stardust.server.http.Role;
import io.stardust.server.node.Node;
import io.stardust.server.node.NodeStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves placements to releases. Thread-safe. One transaction writes the wish, the rollout and the news; the nodes are
 * nudged after it is on disk, and a node that misses the nudge finds the wish when it asks the next time.
 */
public final class Rollouts {
    private static final Logger LOG = LoggerFactory.getLogger(Rollouts.class);

    private final Database db;
    private final Changes changes;
    private final NodeStore nodes;
    private final Orders orders;
    private final RolloutPlan plan;
    private final DeploymentStore deployments = new DeploymentStore();
    private final ReleaseStore releases = new ReleaseStore();
    private final PlacementStore placements = new PlacementStore();
    private final RolloutStore store = new RolloutStore();
    private final HistoryStore history = new HistoryStore();
    private final Wishes wishes = new Wishes();

    public Rollouts(Database db, Changes changes, NodeStore nodes, Placements placing, Orders orders) {
        this.db = db;
        this.changes = changes;
        this.nodes = nodes;
        this.plan = new RolloutPlan(nodes, placing);
        this.orders = orders;
    }

    RolloutView get(Visible visible, long id) {
        return db.read(sql -> store.find(sql, visible, id).map(rollout -> view(sql, rollout)))
                .orElseThrow(() -> new NotFound("rollout", id));
    }

    List<RolloutGlance> list(Visible visible, long deploymentId, long cursor, int limit) {
        return db.read(sql -> {
            deployments.require(sql, visible, deploymentId);
            List<Rollout> found = store.list(sql, deploymentId, cursor, limit);
            Map<Long, Counted> counts =
                    store.counts(sql, found.stream().map(Rollout::id).toList());
            return found.stream()
                    .map(rollout -> RolloutGlance.of(rollout, counts.getOrDefault(rollout.id(), new Counted())))
                    .toList();
        });
    }

    private RolloutView view(Handle sql, Rollout rollout) {
        return RolloutView.of(
                rollout,
                store.placements(sql, rollout.id()),
                history.ofRollout(sql, rollout.id()),
                store.seen(sql, rollout.id()));
    }

    /** Moves placements to a release: the one named, else the newest that may be used. */
    RolloutView publish(Caller caller, NewRollout wanted) {
        if (wanted.deploymentId() == null) throw new Invalid("deploymentId", "missing", "the id of a deployment");
        long deploymentId = wanted.deploymentId();
        return begin(caller, deploymentId, "publish", (tx, deployment) -> {
            Release release = wanted.releaseId() == null
                    ? releases.newest(tx.sql(), deploymentId)
                            .orElseThrow(() -> new Conflict("deployment %s has no release that may be used; upload one"
                                    .formatted(deployment.name())))
                    : plan.release(tx, caller, deployment, wanted.releaseId());
            return plan.targets(tx, caller, deployment, wanted.nodeIds(), true).stream()
                    .map(placement -> new Move(placement, release))
                    .toList();
        });
    }

    /**
     * Moves placements back: to the release named, else each to the one it ran before, else to the release before the
     * current one.
     */
    RolloutView rollback(Caller caller, long deploymentId, NewRollout wanted) {
        if (wanted.deploymentId() != null && wanted.deploymentId() != deploymentId) {
            throw new Invalid("deploymentId", wanted.deploymentId(), "absent, or " + deploymentId + " as in the path");
        }
        return begin(caller, deploymentId, "rollback", (tx, deployment) -> {
            @Nullable
            Release named =
                    wanted.releaseId() == null ? null : plan.release(tx, caller, deployment, wanted.releaseId());
            List<Move> moves = new ArrayList<>();
            for (Placement placement : plan.targets(tx, caller, deployment, wanted.nodeIds(), false)) {
                moves.add(new Move(placement, named == null ? plan.previous(tx.sql(), placement) : named));
            }
            return moves;
        });
    }

    private RolloutView begin(Caller caller, long deploymentId, String kind, Choice choice) {
        Begun begun = changes.write(caller.actor(), tx -> {
            Deployment deployment = deployments.require(tx.sql(), caller.visible(), deploymentId);
            caller.require(Role.OPERATOR, deployment.projectId());
            if (!deployment.enabled()) {
                throw new Conflict("deployment %s is disabled; enable it first".formatted(deployment.name()));
            }
            return write(tx, caller, deployment, kind, choice.moves(tx, deployment));
        });
        LOG.info(
                "rollout {}: {} of deployment {} on {} nodes",
                begun.rollout(),
                kind,
                deploymentId,
                begun.nodes().size());
        orders.tell(begun.nodes());
        return get(caller.visible(), begun.rollout());
    }

    private Begun write(Tx tx, Caller caller, Deployment deployment, String kind, List<Move> moves) {
        Release release = moves.getFirst().release();
        long now = tx.now().toEpochMilli();
        var rollout = new Rollout(
                tx.nextId("rollout"),
                deployment.id(),
                kind,
                release.id(),
                release.version(),
                deployment.releaseId(),
                caller.name(),
                now);
        store.insert(tx.sql(), rollout);
        for (Move move : moves) move(tx, deployment, rollout, move);
        deployments.use(tx.sql(), deployment.id(), release.id(), now);
        tx.record("rollout.created", deployment.projectId(), rollout.id(), null, view(tx.sql(), rollout));
        return new Begun(
                rollout.id(),
                moves.stream().map(move -> move.placement().nodeId()).collect(Collectors.toSet()));
    }

    private void move(Tx tx, Deployment deployment, Rollout rollout, Move move) {
        Placement before = move.placement();
        long now = rollout.createdAt();
        Placement after = wishes.published(tx, before, move.release().id(), rollout.id());
        String node = nodes.find(tx.sql(), Visible.everything(), before.nodeId())
                .map(Node::name)
                .orElse("node " + before.nodeId() + " (gone)");
        store.supersede(tx.sql(), before.id(), "rollout " + rollout.id() + " came after it", now);
        placements.update(tx.sql(), after);
        store.insert(
                tx.sql(),
                new RolloutPlacement(
                        rollout.id(),
                        before.id(),
                        before.nodeId(),
                        node,
                        move.release().id(),
                        move.release().version(),
                        after.desiredRevision(),
                        Progress.QUEUED,
                        null,
                        now));
        history.add(
                tx.sql(),
                new Step(
                        tx.nextId("step"),
                        deployment.id(),
                        before.id(),
                        node,
                        rollout.id(),
                        move.release().id(),
                        move.release().version(),
                        "queued",
                        now,
                        0,
                        null));
        tx.record(
                "placement.published",
                deployment.projectId(),
                before.id(),
                PlacementChange.of(before),
                PlacementChange.of(after));
        orders.add(tx, after, "deploy/publish");
    }

    private record Move(Placement placement, Release release) {}

    private record Begun(long rollout, Set<Long> nodes) {}

    @FunctionalInterface
    private interface Choice {
        List<Move> moves(Tx tx, Deployment deployment);
    }
}
