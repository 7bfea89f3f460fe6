package io.stardust.server.rollout;

import io.stardust.protocol.reason.Code;
import io.stardust.server.change.Changes.Tx;
import io.stardust.server.config.CarriedConfigs;
import io.stardust.server.config.Foreseen;
import io.stardust.server.db.Visible;
import io.stardust.server.deploy.Deployment;
import io.stardust.server.deploy.DeploymentStore;
import io.stardust.server.deploy.Placement;
import io.stardust.server.deploy.Placement.Wish;
import io.stardust.server.deploy.PlacementChange;
import io.stardust.server.deploy.PlacementStore;
import io.stardust.server.deploy.Told;
import io.stardust.server.release.Release;
import io.stardust.server.release.ReleaseStore;
import io.stardust.server.rollout.Rollout.Course;
import io.stardust.server.rollout.Rollout.Status;
import io.stardust.server.rollout.Rollout.Strategy;
import io.stardust.server.rollout.RolloutPlacement.Progress;
import io.stardust.server.rollout.Undo.Step;
import io.stardust.server.rollout.Undo.Way;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Undoes a rollout: what it moved goes back to what was wanted before, by a rollback that is linked with it. What ran
 * nothing before is stopped. A rollout that has failed stays failed. Stateless.
 */
final class RolloutRevert {
    private static final Logger LOG = LoggerFactory.getLogger(RolloutRevert.class);

    private final BatchStart start;
    private final CarriedConfigs configs;
    private final DeploymentStore deployments = new DeploymentStore();
    private final ReleaseStore releases = new ReleaseStore();
    private final PlacementStore placements = new PlacementStore();
    private final RolloutStore store = new RolloutStore();
    private final RolloutPartStore parts = new RolloutPartStore();
    private final StandingPartStore standing = new StandingPartStore();
    private final Undo undo = new Undo();

    RolloutRevert(BatchStart start, CarriedConfigs configs) {
        this.start = start;
        this.configs = configs;
    }

    /**
     * What became of it.
     *
     * @param rollout the one that was undone, as it is now
     * @param by the one that undoes it; null when all is done by stopping
     * @param told the nodes that are to be told after the commit
     */
    record Back(Rollout rollout, @Nullable Rollout by, Set<Long> told) {}

    /** All that can be undone of it, at once, with the config that came with it; a task is not run again. */
    Back revert(Tx tx, Deployment deployment, Rollout rollout, Told why, String by) {
        List<RolloutPlacement> moved = standing.undoable(tx.sql(), rollout);
        List<Step> steps = undo.steps(tx.sql(), deployment, moved, false, false);
        return undo(tx, deployment, rollout, steps, new Ask(why, by, Strategy.QUICK, true, true));
    }

    /**
     * @param all true: the rollout is undone as a whole, and what has not begun of it never begins
     * @param config true: so is the config release that came with it
     */
    record Ask(Told why, String by, Strategy pace, boolean all, boolean config) {}

    Back undo(Tx tx, Deployment deployment, Rollout rollout, List<Step> steps, Ask ask) {
        Handle sql = tx.sql();
        long now = tx.now().toEpochMilli();
        if (ask.all()) parts.drop(sql, rollout.id(), Told.of(Code.NOT_BEGUN_REVERTED), now);
        Set<Long> told = new LinkedHashSet<>();
        List<Step> moves = new ArrayList<>();
        for (Step step : steps) {
            if (step.way() == Way.MOVE) {
                moves.add(step);
            } else {
                stop(tx, deployment, step);
                told.add(step.part().nodeId());
            }
        }
        List<Long> ids = steps.stream().map(step -> step.placement().id()).toList();
        @Nullable Rollout back = moves.isEmpty() ? null : write(tx, deployment, rollout, moves, ask);
        if (ask.config()) configs(tx, deployment, rollout, back);
        standing.mark(sql, rollout.id(), ids, back == null ? 0 : back.id());
        if (rollout.kind().equals("rollback")) redo(tx, rollout, ids);
        if (back != null) told.addAll(begin(tx, deployment, back, moves));
        if (!ask.all() && standing.stands(sql, rollout.id())) return new Back(rollout, back, told);
        if (rollout.fromReleaseId() != null
                && releases.find(sql, Visible.everything(), rollout.fromReleaseId())
                        .isPresent()) deployments.use(sql, deployment.id(), rollout.fromReleaseId(), now);
        return new Back(undone(tx, deployment, rollout, back, ask.why()), back, told);
    }

    /** What was published with it is taken back with {@code back}, or at once where all is done by stopping. */
    private void configs(Tx tx, Deployment deployment, Rollout undone, @Nullable Rollout back) {
        @Nullable Foreseen config = configs.foreseeUndo(tx.sql(), undone.id());
        if (config == null || config.isEmpty()) return;
        String message = "%s: back from %s".formatted(deployment.name(), undone.version());
        if (back == null) configs.publish(tx, config, message);
        else configs.begin(tx, back.id(), config, message);
    }

    /** A rollback to a release that was named begins: it undoes what came after that release. */
    void named(Tx tx, Deployment deployment, Rollout rollback) {
        for (long id : standing.markAfter(tx.sql(), rollback)) {
            if (standing.stands(tx.sql(), id)) continue;
            Rollout undone = store.find(tx.sql(), Visible.everything(), id).orElseThrow();
            undone(tx, deployment, undone, rollback, Told.of(Code.ROLLED_BACK_TO, "version", rollback.version()));
        }
    }

    /** Notes on {@code rollout} as a whole that {@code back} undoes it. */
    Rollout undone(Tx tx, Deployment deployment, Rollout rollout, @Nullable Rollout back, Told why) {
        long now = tx.now().toEpochMilli();
        Counted counted = store.counts(tx.sql(), List.of(rollout.id())).getOrDefault(rollout.id(), new Counted());
        boolean failed = rollout.course().status() == Status.FAILED
                || counted.of(Progress.FAILED) > rollout.pace().maxFailures();
        boolean linked =
                back != null && Long.valueOf(rollout.id()).equals(back.course().reverts());
        boolean automatic = rollout.course().status() == Status.RUNNING && failed;
        Status next = linked && (!failed || automatic) ? Status.REVERTING : failed ? Status.FAILED : Status.REVERTED;
        @Nullable Told before = rollout.course().paused();
        Course course = rollout.course()
                .revertedBy(back == null ? null : back.id(), next, failed && before != null ? before : why, now);
        Rollout after = rollout.with(course);
        store.update(tx.sql(), after.id(), after.course());
        tx.record(
                next == Status.REVERTING ? "rollout.reverting" : "rollout.reverted",
                deployment.projectId(),
                after.id(),
                RolloutChange.of(rollout),
                RolloutChange.of(after));
        if (back == null) configs.withdraw(tx, after.id());
        LOG.info("rollout {}: {}, {}", after.id(), next.word(), why.text());
        return after;
    }

    /** A rollback is undone: what it had undone stands again, and so on down the chain. */
    private void redo(Tx tx, Rollout rollback, List<Long> ids) {
        standing.restore(tx.sql(), rollback.id(), ids);
        long now = tx.now().toEpochMilli();
        @Nullable Rollout one = rollback;
        boolean again = true;
        while (one != null && one.course().reverts() != null) {
            Rollout by = one;
            one = store.find(tx.sql(), Visible.everything(), one.course().reverts())
                    .orElse(null);
            if (one == null) return;
            standing.mark(tx.sql(), one.id(), ids, again ? null : Long.valueOf(by.id()));
            if (again) store.update(tx.sql(), one.id(), one.course().standing(now));
            again = !again;
        }
    }

    private void stop(Tx tx, Deployment deployment, Step step) {
        Placement before = step.placement();
        long now = tx.now().toEpochMilli();
        boolean stays = step.way() == Way.KEEP;
        Placement after = before.want(
                stays ? before.state() : Wish.STOPPED,
                step.to() == null ? before.releaseId() : Long.valueOf(step.to().id()), // an agent stops what it knows
                before.restarts(),
                before.rolloutId(),
                placements.nextRevision(tx.sql(), before.nodeId()),
                now);
        if (!stays && Undo.task(deployment, before)) after = after.enabling(false, true);
        placements.update(tx.sql(), after);
        start.leave(tx, deployment, List.of(before.id()));
        store.supersede(tx.sql(), List.of(before.id()), Told.of(Code.STOPPED_REVERTED), false, now);
        tx.record(
                stays ? "placement.published" : "placement.stopped",
                deployment.projectId(),
                before.id(),
                PlacementChange.of(before),
                PlacementChange.of(after));
        start.order(tx, after, "deploy/stop");
    }

    private Rollout write(Tx tx, Deployment deployment, Rollout undone, List<Step> moves, Ask ask) {
        long now = tx.now().toEpochMilli();
        Release release = java.util.Objects.requireNonNull(moves.getFirst().to());
        List<Integer> sizes =
                Batches.sizes(moves.size(), ask.pace().batch(), ask.pace().canary());
        var rollout = new Rollout(
                tx.nextId("rollout"),
                deployment.id(),
                "rollback",
                release.id(),
                release.version(),
                undone.releaseId(),
                ask.by(),
                now,
                ask.pace(),
                Course.begin(Status.RUNNING, sizes.size(), undone.id(), now));
        store.insert(tx.sql(), rollout);
        return rollout;
    }

    private Set<Long> begin(Tx tx, Deployment deployment, Rollout rollout, List<Step> moves) {
        List<Integer> batches = Batches.numbers(Batches.sizes(
                moves.size(), rollout.pace().batch(), rollout.pace().canary()));
        List<RolloutPlacement> planned = new ArrayList<>();
        for (int i = 0; i < moves.size(); i++) {
            Step move = moves.get(i);
            planned.add(RolloutPlacement.planned(
                    rollout.id(),
                    move.placement(),
                    move.part().nodeName(),
                    java.util.Objects.requireNonNull(move.to()),
                    batches.get(i),
                    rollout.createdAt()));
        }
        store.insert(tx.sql(), planned);
        Set<Long> told = start.begin(
                tx,
                deployment,
                rollout,
                planned.stream().filter(part -> part.batch() == 0).toList());
        tx.record("rollout.created", deployment.projectId(), rollout.id(), null, RolloutChange.of(rollout));
        return told;
    }
}
