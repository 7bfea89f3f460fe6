package io.stardust.server.deploy;

import io.stardust.protocol.deploy.DeployMode;
import io.stardust.server.change.Changes.Tx;
import io.stardust.server.db.Visible;
import io.stardust.server.deploy.Placement.Wish;
import io.stardust.server.deploy.ReleaseChoice.Move;
import io.stardust.server.deploy.Rollout.Course;
import io.stardust.server.deploy.Rollout.Pace;
import io.stardust.server.deploy.Rollout.Status;
import io.stardust.server.deploy.Targets.Target;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Undoes a rollout: what it moved goes back to what was wanted before, all at once, by a rollback that is linked with
 * it. What ran nothing before is stopped; a task is not run again. Stateless.
 */
final class Reversal {
    private static final Logger LOG = LoggerFactory.getLogger(Reversal.class);

    private final BatchStart start;
    private final DeploymentStore deployments = new DeploymentStore();
    private final ReleaseStore releases = new ReleaseStore();
    private final PlacementStore placements = new PlacementStore();
    private final RolloutStore store = new RolloutStore();
    private final RolloutParts parts = new RolloutParts();

    Reversal(BatchStart start) {
        this.start = start;
    }

    /**
     * What became of it.
     *
     * @param rollout the one that was undone, as it is now
     * @param told the nodes that are to be told after the commit
     */
    record Back(Rollout rollout, Set<Long> told) {}

    Back revert(Tx tx, Deployment deployment, Rollout rollout, String why, String by) {
        long now = tx.now().toEpochMilli();
        List<RolloutPlacement> moved = parts.moved(tx.sql(), rollout.id());
        parts.drop(tx.sql(), rollout.id(), "it had not begun when the rollout was reverted", now);
        Map<Long, Placement> there = new HashMap<>();
        if (!moved.isEmpty()) {
            for (Placement placement : placements.those(
                    tx.sql(), moved.stream().map(RolloutPlacement::placementId).toList()))
                there.put(placement.id(), placement);
        }
        Set<Long> told = new LinkedHashSet<>();
        List<Move> moves = new ArrayList<>();
        Map<Long, Optional<Release>> known = new HashMap<>();
        for (RolloutPlacement part : moved) {
            Placement placement = there.get(part.placementId());
            if (placement == null) continue;
            @Nullable Long from = part.fromReleaseId();
            Optional<Release> before = from == null
                    ? Optional.empty()
                    : known.computeIfAbsent(from, id -> releases.find(tx.sql(), Visible.everything(), id));
            if (from != null && before.isEmpty()) continue; // it was removed meanwhile: better the new one than none
            boolean task = mode(deployment, placement) == DeployMode.TASK;
            if (before.isPresent() && part.fromState() == Wish.RUNNING && !task) {
                moves.add(new Move(new Target(placement, part.nodeId(), null), before.get()));
            } else {
                stop(tx, deployment, placement, from, task);
                told.add(part.nodeId());
            }
        }
        if (rollout.fromReleaseId() != null
                && releases.find(tx.sql(), Visible.everything(), rollout.fromReleaseId())
                        .isPresent()) deployments.use(tx.sql(), deployment.id(), rollout.fromReleaseId(), now);
        @Nullable Long back = moves.isEmpty() ? null : write(tx, deployment, rollout, moves, moved, by, told);
        Status next = back == null ? Status.REVERTED : Status.REVERTING;
        Rollout after = rollout.with(rollout.course().revertedBy(back, next, why, now));
        store.update(tx.sql(), after.id(), after.course());
        tx.record(
                back == null ? "rollout.reverted" : "rollout.reverting",
                deployment.projectId(),
                after.id(),
                RolloutChange.of(rollout),
                RolloutChange.of(after));
        LOG.info("rollout {}: {}, {}", after.id(), next.word(), why);
        return new Back(after, told);
    }

    private static DeployMode mode(Deployment deployment, Placement placement) {
        @Nullable DeployMode own = placement.mode();
        return own == null ? deployment.mode() : own;
    }

    private void stop(Tx tx, Deployment deployment, Placement before, @Nullable Long release, boolean task) {
        Placement after = before.want(
                Wish.STOPPED,
                release == null ? before.releaseId() : release, // an agent is told to stop only what it knows
                before.restarts(),
                before.rolloutId(),
                placements.nextRevision(tx.sql(), before.nodeId()),
                tx.now().toEpochMilli());
        if (task) after = after.enabling(false, true);
        placements.update(tx.sql(), after);
        store.supersede(
                tx.sql(),
                before.id(),
                "it was stopped when the rollout was reverted",
                false,
                tx.now().toEpochMilli());
        tx.record(
                "placement.stopped",
                deployment.projectId(),
                before.id(),
                PlacementChange.of(before),
                PlacementChange.of(after));
        start.order(tx, after, "deploy/stop");
    }

    private long write(
            Tx tx,
            Deployment deployment,
            Rollout undone,
            List<Move> moves,
            List<RolloutPlacement> names,
            String by,
            Set<Long> told) {
        long now = tx.now().toEpochMilli();
        Release release = moves.getFirst().release();
        var rollout = new Rollout(
                tx.nextId("rollout"),
                deployment.id(),
                "rollback",
                release.id(),
                release.version(),
                undone.releaseId(),
                by,
                now,
                Pace.QUICK,
                Course.begin(Status.RUNNING, 1, undone.id(), now));
        Map<Long, String> nodeNames = new HashMap<>();
        for (RolloutPlacement name : names) nodeNames.put(name.placementId(), name.nodeName());
        List<RolloutPlacement> planned = new ArrayList<>();
        for (Move move : moves) {
            Placement placement = java.util.Objects.requireNonNull(move.target().placement());
            String name = nodeNames.getOrDefault(placement.id(), "");
            planned.add(RolloutPlacement.planned(rollout.id(), placement, name, move.release(), 0, now));
        }
        store.insert(tx.sql(), rollout);
        store.insert(tx.sql(), planned);
        told.addAll(start.begin(tx, deployment, rollout, planned));
        tx.record("rollout.created", deployment.projectId(), rollout.id(), null, RolloutChange.of(rollout));
        return rollout.id();
    }
}
