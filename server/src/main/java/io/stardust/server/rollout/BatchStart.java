package io.stardust.server.rollout;

import io.stardust.protocol.reason.Code;
import io.stardust.server.change.Changes.Tx;
import io.stardust.server.config.CarriedConfigs;
import io.stardust.server.config.CarriedConfigs.Moving;
import io.stardust.server.db.Ids;
import io.stardust.server.deploy.Deployment;
import io.stardust.server.deploy.ForeignCommandOutbox;
import io.stardust.server.deploy.Observed;
import io.stardust.server.deploy.ObservedStore;
import io.stardust.server.deploy.Placement;
import io.stardust.server.deploy.Placement.Wish;
import io.stardust.server.deploy.PlacementChange;
import io.stardust.server.deploy.PlacementStore;
import io.stardust.server.deploy.Told;
import io.stardust.server.history.HistoryStore;
import io.stardust.server.history.Step;
import io.stardust.server.rollout.RolloutPlacement.Progress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Moves placements when their part of a rollout begins: what is wanted of them, the news and the orders, in one
 * transaction and few statements, however many they are. Stateless.
 */
final class BatchStart {
    private final ForeignCommandOutbox orders;
    private final CarriedConfigs configs;
    private final ObservedStore observed = new ObservedStore();
    private final PlacementStore placements = new PlacementStore();
    private final RolloutStore rollouts = new RolloutStore();
    private final HistoryStore history = new HistoryStore();

    BatchStart(ForeignCommandOutbox orders, CarriedConfigs configs) {
        this.orders = orders;
        this.configs = configs;
    }

    /** Has an agent that is not ours told by command. */
    void order(Tx tx, Placement placement, String verb) {
        orders.add(tx, placement, verb);
    }

    /**
     * Begins {@code parts}, all planned ones of {@code rollout}. Those whose placement is gone or disabled never begin;
     * those that run the release already are left alone when their agent is not ours, unless it is told again; ours
     * look whether what lies there is what the release says.
     *
     * @return the nodes that are to be told after the commit
     */
    Set<Long> begin(Tx tx, Deployment deployment, Rollout rollout, Collection<RolloutPlacement> parts) {
        if (parts.isEmpty()) return Set.of();
        return begin(
                tx,
                deployment,
                rollout,
                parts,
                placements.those(
                        tx.sql(),
                        parts.stream().map(RolloutPlacement::placementId).toList()));
    }

    /** As above, with the placements as they were just read. */
    Set<Long> begin(
            Tx tx,
            Deployment deployment,
            Rollout rollout,
            Collection<RolloutPlacement> parts,
            Collection<Placement> known) {
        Handle sql = tx.sql();
        long now = tx.now().toEpochMilli();
        Map<Long, Placement> there = new LinkedHashMap<>();
        for (Placement placement : known) there.put(placement.id(), placement);
        Set<Long> settled = rollout.pace().again() ? Set.of() : placements.settled(sql, there.keySet());
        List<Moved> moved = new ArrayList<>();
        List<Moved> given = new ArrayList<>();
        for (RolloutPlacement part : parts) {
            @Nullable Placement placement = there.get(part.placementId());
            if (placement == null || placement.state() == Wish.REMOVED) {
                rollouts.update(sql, part.at(Progress.SUPERSEDED, Told.of(Code.REMOVED_BEFORE), now));
            } else if (!placement.enabled() && !placement.ended()) {
                rollouts.update(sql, part.at(Progress.SUPERSEDED, Told.of(Code.DISABLED_BEFORE), now));
            } else if (settled.contains(placement.id())
                    && Long.valueOf(part.releaseId()).equals(placement.releaseId())) {
                rollouts.update(sql, part.unchanged(now));
                given.add(new Moved(part, placement));
            } else {
                moved.add(new Moved(part, placement));
            }
        }
        given.addAll(moved);
        configs(tx, deployment, rollout, given);
        if (moved.isEmpty()) return Set.of();
        move(tx, deployment, rollout, moved);
        return moved.stream().map(one -> one.part().nodeId()).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** A part that begins, and its placement as it was. */
    private record Moved(RolloutPlacement part, Placement before) {}

    /** The config goes with what it is for, and back with what it was for. */
    private void configs(Tx tx, Deployment deployment, Rollout rollout, List<Moved> parts) {
        if (rollout.kind().equals("rollback")) {
            leave(tx, deployment, parts.stream().map(one -> one.before().id()).toList());
        }
        if (!configs.gives(tx.sql(), rollout.id())) return;
        Map<Long, Observed> seen = observed.ofDeployment(tx.sql(), deployment.id());
        configs.join(
                tx, rollout.id(), parts.stream().map(one -> moving(one, seen)).toList());
    }

    private static Moving moving(Moved one, Map<Long, Observed> seen) {
        @Nullable Observed now = seen.get(one.before().id());
        return new Moving(
                one.before().id(),
                one.before().deployName(),
                one.before().nodeId(),
                one.part().nodeName(),
                now == null ? null : now.version(),
                one.part().version());
    }

    /** Placements are on their way back to what they had. */
    void leave(Tx tx, Deployment deployment, Collection<Long> placements) {
        configs.leave(tx, deployment.appId(), placements);
    }

    private void move(Tx tx, Deployment deployment, Rollout rollout, List<Moved> moved) {
        Handle sql = tx.sql();
        long now = tx.now().toEpochMilli();
        List<RolloutPlacement> begun = moved.stream().map(Moved::part).toList();
        Map<Long, Long> revisions = placements.nextRevisions(
                sql, begun.stream().map(RolloutPlacement::nodeId).toList());
        List<Placement> after = new ArrayList<>();
        for (Moved one : moved) {
            long revision = revisions.getOrDefault(one.part().nodeId(), 0L);
            Placement wanted = one.before().published(one.part().releaseId(), rollout.id(), revision, now);
            after.add(wanted);
            tx.record(
                    "placement.published",
                    deployment.projectId(),
                    wanted.id(),
                    PlacementChange.of(one.before()),
                    PlacementChange.of(wanted));
        }
        placements.publish(sql, after);
        rollouts.supersedeOthers(sql, rollout, begun, now);
        rollouts.begin(sql, begun, revisions, now + rollout.pace().healthSeconds() * 1_000L, now);
        steps(tx, deployment, begun);
        orders.addAll(tx, after, "deploy/publish");
    }

    private void steps(Tx tx, Deployment deployment, List<RolloutPlacement> begun) {
        long id = Ids.reserve(tx.sql(), "step", begun.size());
        List<Step> steps = new ArrayList<>();
        for (RolloutPlacement part : begun) {
            steps.add(new Step(
                    id++,
                    deployment.id(),
                    part.placementId(),
                    part.nodeName(),
                    part.rolloutId(),
                    part.releaseId(),
                    part.version(),
                    "queued",
                    tx.now().toEpochMilli(),
                    0,
                    null,
                    null));
        }
        history.addAll(tx.sql(), steps);
    }
}
