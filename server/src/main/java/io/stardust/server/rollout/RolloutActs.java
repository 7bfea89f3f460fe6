package io.stardust.server.rollout;

import io.stardust.api.rollout.RolloutView;
import io.stardust.protocol.reason.Code;
import io.stardust.server.change.Changes;
import io.stardust.server.change.Changes.Tx;
import io.stardust.server.config.CarriedConfigs;
import io.stardust.server.deploy.Deployment;
import io.stardust.server.deploy.DeploymentStore;
import io.stardust.server.deploy.ForeignCommandOutbox;
import io.stardust.server.deploy.Told;
import io.stardust.server.http.ApiException.Conflict;
import io.stardust.server.http.ApiException.NotFound;
import io.stardust.server.http.Caller;
import io.stardust.server.http.Role;
import io.stardust.server.rollout.Gate.Parts;
import io.stardust.server.rollout.Rollout.Course;
import io.stardust.server.rollout.Rollout.Status;
import io.stardust.server.rollout.RolloutStore.Named;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What people do with a rollout that is there. Thread-safe. Doing it twice does nothing twice. Each is one transaction;
 * what follows from it, the timer does.
 */
public final class RolloutActs {
    private final Changes changes;
    private final ForeignCommandOutbox orders;
    private final RolloutRevert reversal;
    private final DeploymentStore deployments = new DeploymentStore();
    private final RolloutStore store = new RolloutStore();
    private final RolloutPartStore parts = new RolloutPartStore();
    private final RolloutPages pages;
    private final StandingPartStore standing = new StandingPartStore();

    public RolloutActs(Changes changes, ForeignCommandOutbox orders, CarriedConfigs configs) {
        this.changes = changes;
        this.orders = orders;
        this.pages = new RolloutPages(configs);
        this.reversal = new RolloutRevert(new BatchStart(orders, configs), configs);
    }

    /** Nothing more begins until somebody says so. */
    void pause(Caller caller, long id) {
        act(caller, id, (tx, rollout, stand) -> {
            Status status = rollout.course().status();
            if (status == Status.PAUSED) return null;
            if (status == Status.SCHEDULED) throw refused(rollout, "has not started; cancel it");
            if (status != Status.RUNNING || toCome(stand) == 0) throw refused(rollout, "has nothing left to begin");
            return rollout.course()
                    .at(
                            Status.PAUSED,
                            Told.of(Code.PAUSED_BY, "who", caller.name()),
                            tx.now().toEpochMilli());
        });
    }

    /** It goes on, whatever has failed so far. */
    void resume(Caller caller, long id) {
        act(caller, id, (tx, rollout, stand) -> {
            Course course = rollout.course();
            if (course.status() == Status.RUNNING && toCome(stand) > 0) return null;
            boolean held = course.status() == Status.PAUSED || course.status() == Status.FAILED;
            if (!held || toCome(stand) == 0) throw refused(rollout, "has nothing left to begin");
            long now = tx.now().toEpochMilli();
            boolean settled = stand.open() + stand.overdue() + stand.delayed() == 0;
            return course.at(Status.RUNNING, null, now)
                    .forgiving(stand.broken() + stand.overdue())
                    .nextAt(settled ? now : course.nextBatchAt())
                    .wakeAt(now);
        });
    }

    /** What has not begun never begins. */
    void cancel(Caller caller, long id) {
        act(caller, id, (tx, rollout, stand) -> {
            if (rollout.course().status() == Status.CANCELLED) return null;
            if (toCome(stand) == 0) throw refused(rollout, "has nothing left to begin; revert it to undo it");
            long now = tx.now().toEpochMilli();
            parts.drop(tx.sql(), id, Told.of(Code.CANCELLED_BY, "who", caller.name()), now);
            return rollout.course()
                    .at(Status.CANCELLED, Told.of(Code.CANCELLED_BY, "who", caller.name()), now)
                    .nextAt(0)
                    .wakeAt(now);
        });
    }

    /**
     * Moves everything back that it moved, at once.
     *
     * @return the rollout that does so; {@code id} itself when nothing is to be rolled out for it
     */
    RolloutView revert(Caller caller, long id) {
        Reverted done = changes.write(caller.actor(), tx -> {
            Rollout rollout = require(tx, caller, id);
            @Nullable Long by = rollout.course().revertedBy();
            Status status = rollout.course().status();
            Set<Long> told = Set.of();
            if (by == null && status != Status.REVERTED) {
                if (status == Status.SCHEDULED) throw refused(rollout, "has not started; cancel it");
                if (standing.undoable(tx.sql(), rollout).isEmpty()) {
                    throw refused(rollout, "moves nothing any more: newer rollouts took all of it over");
                }
                Deployment deployment = deployments.require(tx.sql(), caller.visible(), rollout.deploymentId());
                Told why = Told.of(Code.REVERTED_BY, "who", caller.name());
                var back = reversal.revert(tx, deployment, rollout, why, caller.name());
                by = back.by() == null ? null : Long.valueOf(back.by().id());
                told = back.told();
            }
            Named shown = store.named(tx.sql(), caller.visible(), by == null ? id : by)
                    .orElseThrow();
            return new Reverted(pages.view(tx.sql(), shown, false, List.of()), told);
        });
        orders.tell(done.told());
        return done.rollout();
    }

    private record Reverted(RolloutView rollout, Set<Long> told) {}

    private static int toCome(Parts stand) {
        return stand.planned() + stand.delayed();
    }

    private static Conflict refused(Rollout rollout, String why) {
        return new Conflict("rollout %d %s".formatted(rollout.id(), why));
    }

    private Rollout require(Tx tx, Caller caller, long id) {
        Rollout rollout = store.find(tx.sql(), caller.visible(), id).orElseThrow(() -> new NotFound("rollout", id));
        caller.require(
                Role.OPERATOR,
                deployments
                        .require(tx.sql(), caller.visible(), rollout.deploymentId())
                        .projectId());
        return rollout;
    }

    private void act(Caller caller, long id, Act act) {
        changes.write(caller.actor(), tx -> {
            Rollout rollout = require(tx, caller, id);
            @Nullable
            Course next = act.on(tx, rollout, parts.look(tx.sql(), id, tx.now().toEpochMilli()));
            if (next == null) return null;
            Rollout after = rollout.with(next);
            store.update(tx.sql(), id, next);
            long project = deployments
                    .require(tx.sql(), caller.visible(), rollout.deploymentId())
                    .projectId();
            String kind = switch (next.status()) {
                case PAUSED -> "rollout.paused";
                case CANCELLED -> "rollout.cancelled";
                default -> "rollout.resumed";
            };
            tx.record(kind, project, id, RolloutChange.of(rollout), RolloutChange.of(after));
            return null;
        });
    }

    @FunctionalInterface
    private interface Act {
        /** How far it has come then; null when it is so already. */
        @Nullable
        Course on(Tx tx, Rollout rollout, Parts stand);
    }
}
