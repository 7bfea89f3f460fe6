package io.stardust.server.rollout;

import io.stardust.protocol.reason.Code;
import io.stardust.protocol.reason.Reason;
import io.stardust.server.change.Changes.Tx;
import io.stardust.server.config.CarriedConfigs;
import io.stardust.server.db.Visible;
import io.stardust.server.deploy.Deployment;
import io.stardust.server.deploy.DeploymentStore;
import io.stardust.server.deploy.Placement;
import io.stardust.server.deploy.PlacementStore;
import io.stardust.server.deploy.Told;
import io.stardust.server.http.Reasons;
import io.stardust.server.release.Release;
import io.stardust.server.release.ReleaseEligibility;
import io.stardust.server.release.ReleaseStore;
import io.stardust.server.rollout.Gate.Next;
import io.stardust.server.rollout.Gate.Parts;
import io.stardust.server.rollout.Rollout.Course;
import io.stardust.server.rollout.Rollout.Status;
import io.stardust.server.rollout.RolloutPartStore.Waiting;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does what the {@link Gate} decides, in the transaction it is given. Stateless: everything that matters is in the
 * database, so that a server that was killed goes on where it was.
 */
final class RolloutSteps {
    private static final Logger LOG = LoggerFactory.getLogger(RolloutSteps.class);
    private static final int TOLD = 3;

    private final BatchStart start;
    private final CarriedConfigs configs;
    private final RolloutEvents events;
    private final RolloutRevert reversal;
    private final DeploymentStore deployments = new DeploymentStore();
    private final ReleaseStore releases = new ReleaseStore();
    private final PlacementStore placements = new PlacementStore();
    private final RolloutStore store = new RolloutStore();
    private final RolloutPartStore parts = new RolloutPartStore();
    private final StandingPartStore standing = new StandingPartStore();

    RolloutSteps(BatchStart start, CarriedConfigs configs, RolloutEvents events) {
        this.start = start;
        this.configs = configs;
        this.events = events;
        this.reversal = new RolloutRevert(start, configs);
    }

    /** True when {@link #advance} would write something. */
    boolean wants(Handle sql, Rollout rollout, long now) {
        Next next = Gate.decide(rollout, parts.look(sql, rollout.id(), now), now);
        return !(next instanceof Next.Rest(Status status, long wakeAt))
                || status != rollout.course().status()
                || wakeAt != rollout.course().wakeAt();
    }

    /**
     * Takes a rollout as far as it goes now, at most one batch.
     *
     * @return the nodes that are to be told after the commit
     */
    Set<Long> advance(Tx tx, long id) {
        Optional<Rollout> found = store.find(tx.sql(), Visible.everything(), id);
        if (found.isEmpty()) return Set.of();
        Rollout rollout = found.get();
        long now = tx.now().toEpochMilli();
        Set<Long> told = new LinkedHashSet<>();
        boolean begun = false;
        while (true) {
            Parts stand = parts.look(tx.sql(), id, now);
            switch (Gate.decide(rollout, stand, now)) {
                case Next.Activate _ -> rollout = activate(tx, rollout);
                case Next.Expire _ -> {
                    parts.expire(tx.sql(), id, rollout.pace().healthSeconds(), now);
                    events.moved(tx, id);
                }
                case Next.BeginDelayed _ -> {
                    List<RolloutPlacement> due = parts.dueToBegin(tx.sql(), id, now);
                    told.addAll(start.begin(tx, deployment(tx, rollout), rollout, due));
                    events.moved(tx, id);
                }
                case Next.BeginBatch(int batch) -> {
                    if (begun) return later(tx, rollout, told);
                    begun = true;
                    @Nullable Told refusal = refusal(tx, rollout, batch);
                    if (refusal == null) rollout = batch(tx, rollout, batch, told);
                    else rollout = keep(tx, rollout, "rollout.stopped", Status.FAILED, refusal);
                }
                case Next.Pause(Reason why) ->
                    rollout = keep(tx, rollout, "rollout.paused", Status.PAUSED, Told.of(why));
                case Next.Stop _ ->
                    rollout = keep(tx, rollout, "rollout.stopped", Status.FAILED, why(tx.sql(), rollout, stand));
                case Next.Revert _ -> {
                    Told why = why(tx.sql(), rollout, stand);
                    parts.spoil(tx.sql(), id, now);
                    var back = reversal.revert(tx, deployment(tx, rollout), rollout, why, rollout.createdBy());
                    rollout = back.rollout();
                    told.addAll(back.told());
                }
                case Next.BatchAt(long at) ->
                    rollout = rollout.with(rollout.course().nextAt(at));
                case Next.Rest(Status status, long wakeAt) -> {
                    rest(tx, rollout, status, wakeAt);
                    if (status.over()) settle(tx, rollout, status, stand);
                    return told;
                }
            }
        }
    }

    /**
     * Begins the first batch of a rollout that was just written.
     *
     * @param planned its parts
     * @param known their placements, as they are now
     */
    Set<Long> begin(
            Tx tx, Deployment deployment, Rollout rollout, List<RolloutPlacement> planned, Map<Long, Placement> known) {
        long id = rollout.id();
        long now = tx.now().toEpochMilli();
        parts.outdate(tx.sql(), id, now);
        deployments.use(tx.sql(), deployment.id(), rollout.releaseId(), now);
        if (rollout.kind().equals("rollback")) reversal.named(tx, deployment, rollout);
        List<Waiting> first = planned.stream()
                .filter(part -> part.batch() == 0)
                .map(part -> new Waiting(
                        part,
                        Objects.requireNonNull(known.get(part.placementId())).delaySeconds()))
                .toList();
        Set<Long> told = new LinkedHashSet<>();
        Rollout begun = batch(tx, deployment, rollout, 0, first, known.values(), told);
        Next next = Gate.decide(begun, parts.look(tx.sql(), id, now), now);
        boolean rests = next instanceof Next.Rest(Status status, long _) && status == Status.RUNNING;
        long wake = rests && next instanceof Next.Rest(Status _, long wakeAt) ? wakeAt : now;
        store.update(tx.sql(), id, begun.course().wakeAt(wake));
        return told;
    }

    private Rollout activate(Tx tx, Rollout rollout) {
        long now = tx.now().toEpochMilli();
        parts.rebase(tx.sql(), rollout.id());
        parts.outdate(tx.sql(), rollout.id(), now);
        deployments.use(tx.sql(), rollout.deploymentId(), rollout.releaseId(), now);
        if (rollout.kind().equals("rollback")) reversal.named(tx, deployment(tx, rollout), rollout);
        return keep(tx, rollout, "rollout.started", Status.RUNNING, null);
    }

    private Rollout batch(Tx tx, Rollout rollout, int batch, Set<Long> told) {
        List<Waiting> planned = parts.batch(tx.sql(), rollout.id(), batch);
        List<Placement> known = placements.those(
                tx.sql(), planned.stream().map(one -> one.part().placementId()).toList());
        return batch(tx, deployment(tx, rollout), rollout, batch, planned, known, told);
    }

    private Rollout batch(
            Tx tx,
            Deployment deployment,
            Rollout rollout,
            int batch,
            List<Waiting> planned,
            Collection<Placement> known,
            Set<Long> told) {
        long now = tx.now().toEpochMilli();
        parts.delay(tx.sql(), planned.stream().filter(one -> one.delay() > 0).toList(), now);
        List<RolloutPlacement> first = planned.stream()
                .filter(one -> one.delay() == 0)
                .map(Waiting::part)
                .toList();
        told.addAll(start.begin(tx, deployment, rollout, first, known));
        Rollout next = rollout.with(rollout.course().inBatch(batch, now));
        store.update(tx.sql(), next.id(), next.course());
        if (batch > 0) record(tx, "rollout.continued", rollout, next);
        LOG.info(
                "rollout {}: batch {} of {} begins, {} placements",
                rollout.id(),
                batch + 1,
                rollout.course().batches(),
                planned.size());
        return next;
    }

    /** Why no batch may begin now; null when one may. */
    private @Nullable Told refusal(Tx tx, Rollout rollout, int batch) {
        Deployment deployment = deployment(tx, rollout);
        if (!deployment.enabled()) {
            return Told.of(Code.DEPLOYMENT_DISABLED, "deployment", deployment.name());
        }
        for (long release : parts.batch(tx.sql(), rollout.id(), batch).stream()
                .map(one -> one.part().releaseId())
                .distinct()
                .toList()) {
            Optional<Release> found = releases.find(tx.sql(), Visible.everything(), release);
            if (found.isEmpty()) return Told.of(Code.RELEASE_GONE, "release", release);
            @Nullable String unfit = ReleaseEligibility.why(found.get());
            if (unfit != null) return Told.of(Reason.said(unfit));
        }
        return null;
    }

    private Told why(Handle sql, Rollout rollout, Parts stand) {
        int count = stand.broken();
        int tolerated = rollout.pace().maxFailures() + rollout.course().forgiven();
        List<Reason> troubles = parts.troubles(sql, rollout.id(), TOLD);
        if (troubles.isEmpty()) return Told.of(Code.LATE_TOO_MANY, "count", count, "tolerated", tolerated);
        Reason first = troubles.getFirst().in(Code.FAILED_TOO_MANY, "count", count, "tolerated", tolerated);
        String all = troubles.stream().map(Reason::text).collect(Collectors.joining("; "));
        String more = count > troubles.size() ? "; …" : "";
        // the words name more of them than a chain of causes can
        return new Told("%d failed (%s%s), tolerated: %d".formatted(count, all, more, tolerated), Reasons.kept(first));
    }

    private Rollout keep(Tx tx, Rollout rollout, String kind, Status status, @Nullable Told why) {
        Rollout next = rollout.with(rollout.course().at(status, why, tx.now().toEpochMilli()));
        store.update(tx.sql(), next.id(), next.course());
        record(tx, kind, rollout, next);
        LOG.info("rollout {}: {}{}", next.id(), status.word(), why == null ? "" : ", " + why.text());
        return next;
    }

    private void record(Tx tx, String kind, Rollout before, Rollout after) {
        tx.record(
                kind, deployment(tx, after).projectId(), after.id(), RolloutChange.of(before), RolloutChange.of(after));
    }

    private Set<Long> later(Tx tx, Rollout rollout, Set<Long> told) {
        store.update(tx.sql(), rollout.id(), rollout.course().wakeAt(tx.now().toEpochMilli()));
        return told;
    }

    private void rest(Tx tx, Rollout rollout, Status status, long wakeAt) {
        Course before = rollout.course();
        boolean other = before.status() != status;
        long now = tx.now().toEpochMilli();
        boolean fine = status == Status.RUNNING || status == Status.DONE || status == Status.SUPERSEDED;
        Course after = (other ? before.at(status, fine ? null : before.paused(), now) : before).wakeAt(wakeAt);
        store.update(tx.sql(), rollout.id(), after);
        if (!other) return;
        LOG.info("rollout {}: {}", rollout.id(), status.word());
        events.moved(tx, rollout.id());
        @Nullable Long undone = before.reverts();
        if (undone != null && status.over()) {
            store.find(tx.sql(), Visible.everything(), undone)
                    .filter(original -> original.course().status() == Status.REVERTING)
                    .ifPresent(original -> keep(
                            tx,
                            original,
                            "rollout.reverted",
                            failed(tx.sql(), original) ? Status.FAILED : Status.REVERTED,
                            original.course().paused()));
            events.moved(tx, undone);
        }
    }

    /**
     * What becomes of the config that it carries: it holds for all once the release runs; people decide when it does
     * not. What it undoes goes back with it.
     */
    private void settle(Tx tx, Rollout rollout, Status status, Parts stand) {
        boolean fine = status == Status.DONE || (status == Status.SUPERSEDED && stand.ready() > 0);
        @Nullable Long undone = rollout.course().reverts();
        boolean partly = undone != null && standing.stands(tx.sql(), undone);
        boolean goesOn = status == Status.FAILED && stand.planned() + stand.delayed() > 0;
        boolean goesBack = rollout.course().revertedBy() != null;
        if (fine && !partly) configs.publish(tx, rollout.id());
        else if (!goesOn && !goesBack) configs.open(tx, rollout.id());
        if (rollout.kind().equals("rollback")) settleUndone(tx, rollout, fine);
    }

    private void settleUndone(Tx tx, Rollout rollback, boolean fine) {
        configs.carrier(tx.sql(), deployment(tx, rollback).appId())
                .ifPresent(id -> store.find(tx.sql(), Visible.everything(), id)
                        .filter(by ->
                                Long.valueOf(rollback.id()).equals(by.course().revertedBy()))
                        .ifPresent(by -> {
                            if (fine) configs.withdraw(tx, by.id());
                            else configs.open(tx, by.id());
                        }));
    }

    private boolean failed(Handle sql, Rollout rollout) {
        Parts stand = parts.look(sql, rollout.id(), 0);
        return stand.failed() > rollout.pace().maxFailures();
    }

    private Deployment deployment(Tx tx, Rollout rollout) {
        return deployments
                .find(tx.sql(), Visible.everything(), rollout.deploymentId())
                .orElseThrow();
    }
}
