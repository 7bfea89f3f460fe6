package io.stardust.server.deploy;

import io.stardust.server.change.Changes;
import io.stardust.server.change.Changes.Tx;
import io.stardust.server.db.Database;
import io.stardust.server.db.Visible;
import io.stardust.server.deploy.ReleaseChoice.Move;
import io.stardust.server.deploy.Rollout.Course;
import io.stardust.server.deploy.Rollout.Pace;
import io.stardust.server.deploy.Rollout.Status;
import io.stardust.server.deploy.RolloutGlance.Counted;
import io.stardust.server.deploy.RolloutStore.Named;
import io.stardust.server.deploy.Targets.Target;
import io.stardust.server.http.ApiException.Conflict;
import io.stardust.server.http.ApiException.Invalid;
import io.stardust.server.http.ApiException.NotFound;
import io.stardust.server.http.Caller;
import io.stardust.server.http.Role;
import io.stardust.server.node.NodeStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves placements to releases. Thread-safe. One transaction writes the plan, the wish of the first batch and the news;
 * the nodes are nudged after it is on disk, and a node that misses the nudge finds the wish when it asks the next time.
 */
public final class Rollouts {
    private static final Logger LOG = LoggerFactory.getLogger(Rollouts.class);

    private final Database db;
    private final Changes changes;
    private final NodeStore nodes;
    private final Placements placing;
    private final Orders orders;
    private final RolloutSteps steps;
    private final Targets targets = new Targets();
    private final ReleaseChoice choice = new ReleaseChoice();
    private final DeploymentStore deployments = new DeploymentStore();
    private final RolloutStore store = new RolloutStore();
    private final HistoryStore history = new HistoryStore();

    public Rollouts(
            Database db,
            Changes changes,
            NodeStore nodes,
            Placements placing,
            Orders orders,
            Observations observations) {
        this.db = db;
        this.changes = changes;
        this.nodes = nodes;
        this.placing = placing;
        this.orders = orders;
        this.steps = new RolloutSteps(new BatchStart(orders), observations);
    }

    RolloutView get(Visible visible, long id) {
        return db.read(sql -> store.named(sql, visible, id).map(found -> view(sql, found)))
                .orElseThrow(() -> new NotFound("rollout", id));
    }

    List<RolloutGlance> list(Visible visible, RolloutStore.Filter filter, long cursor, int limit) {
        return db.read(sql -> {
            List<Named> found = store.list(sql, visible, filter, cursor, limit);
            Map<Long, Counted> counts = store.counts(
                    sql, found.stream().map(named -> named.rollout().id()).toList());
            return found.stream()
                    .map(named -> RolloutGlance.of(
                            named.rollout(),
                            named.deployment(),
                            counts.getOrDefault(named.rollout().id(), new Counted())))
                    .toList();
        });
    }

    /** As above, of a deployment that must be there. */
    List<RolloutGlance> ofDeployment(Visible visible, long deploymentId, long cursor, int limit) {
        db.read(sql -> deployments.require(sql, visible, deploymentId));
        return list(visible, RolloutStore.Filter.ofDeployment(deploymentId), cursor, limit);
    }

    private RolloutView view(Handle sql, Named found) {
        long id = found.rollout().id();
        return RolloutView.of(
                found.rollout(),
                found.deployment(),
                store.placements(sql, id),
                history.ofRollout(sql, id),
                store.seen(sql, id));
    }

    /** Moves placements to a release: the one named, else the newest that may be used. */
    RolloutView publish(Caller caller, NewRollout wanted) {
        if (wanted.deploymentId() == null) throw new Invalid("deploymentId", "missing", "the id of a deployment");
        return begin(caller, wanted.deploymentId(), "publish", wanted);
    }

    /**
     * Moves placements back: to the release named, else each to the one it ran before, else to the release before the
     * current one.
     */
    RolloutView rollback(Caller caller, long deploymentId, NewRollout wanted) {
        if (wanted.deploymentId() != null && wanted.deploymentId() != deploymentId) {
            throw new Invalid("deploymentId", wanted.deploymentId(), "absent, or " + deploymentId + " as in the path");
        }
        return begin(caller, deploymentId, "rollback", wanted);
    }

    private RolloutView begin(Caller caller, long deploymentId, String kind, NewRollout wanted) {
        Begun begun = changes.write(caller.actor(), tx -> {
            Deployment deployment = deployments.require(tx.sql(), caller.visible(), deploymentId);
            caller.require(Role.OPERATOR, deployment.projectId());
            if (!deployment.enabled()) {
                throw new Conflict("deployment %s is disabled; enable it first".formatted(deployment.name()));
            }
            Pace pace = Batches.pace(wanted, tx.now().toEpochMilli());
            return write(tx, caller, deployment, kind, pace, moves(tx.sql(), caller, deployment, kind, wanted));
        });
        LOG.info(
                "rollout {}: {} of deployment {}, {} placements in {} batches",
                begun.rollout(),
                kind,
                deploymentId,
                begun.placements(),
                begun.batches());
        orders.tell(begun.nodes());
        return get(caller.visible(), begun.rollout());
    }

    /** What a publish or rollback would move, and to what. */
    List<Move> moves(Handle sql, Caller caller, Deployment deployment, String kind, NewRollout wanted) {
        boolean publish = kind.equals("publish");
        List<Target> chosen = targets.choose(sql, caller.visible(), deployment, wanted, publish);
        return publish
                ? choice.publish(sql, caller.visible(), deployment, wanted.releaseId(), chosen)
                : choice.rollback(sql, caller.visible(), deployment, wanted.releaseId(), chosen);
    }

    private Begun write(Tx tx, Caller caller, Deployment deployment, String kind, Pace pace, List<Move> moves) {
        Release release = moves.getFirst().release();
        long now = tx.now().toEpochMilli();
        List<Integer> sizes = Batches.sizes(moves.size(), pace.batch(), pace.canary());
        Status status = pace.startAt() == 0 ? Status.RUNNING : Status.SCHEDULED;
        Course course = Course.begin(status, sizes.size(), null, now);
        var rollout = new Rollout(
                tx.nextId("rollout"),
                deployment.id(),
                kind,
                release.id(),
                release.version(),
                deployment.releaseId(),
                caller.name(),
                now,
                pace,
                course);
        store.insert(tx.sql(), rollout);
        store.insert(tx.sql(), parts(tx, deployment, rollout, sizes, moves));
        Set<Long> told = status == Status.RUNNING ? steps.begin(tx, rollout.id()) : Set.of();
        tx.record(
                "rollout.created",
                deployment.projectId(),
                rollout.id(),
                null,
                RolloutGlance.of(
                        store.find(tx.sql(), Visible.everything(), rollout.id()).orElseThrow(),
                        deployment.name(),
                        store.counts(tx.sql(), List.of(rollout.id())).getOrDefault(rollout.id(), new Counted())));
        return new Begun(rollout.id(), moves.size(), sizes.size(), told);
    }

    private List<RolloutPlacement> parts(
            Tx tx, Deployment deployment, Rollout rollout, List<Integer> sizes, List<Move> moves) {
        List<RolloutPlacement> parts = new ArrayList<>();
        int batch = 0;
        int left = sizes.getFirst();
        for (Move move : moves) {
            if (left == 0) left = sizes.get(++batch);
            left--;
            Placement placement = move.target().placement() != null
                    ? move.target().placement()
                    : placing.create(
                            tx,
                            deployment,
                            nodes.find(
                                            tx.sql(),
                                            Visible.everything(),
                                            move.target().nodeId())
                                    .orElseThrow(() ->
                                            new NotFound("node", move.target().nodeId())),
                            PlacementBody.NOTHING);
            parts.add(RolloutPlacement.planned(
                    rollout.id(), placement, move.target().nodeName(), move.release(), batch, rollout.createdAt()));
        }
        return parts;
    }

    private record Begun(long rollout, int placements, int batches, Set<Long> nodes) {}
}
