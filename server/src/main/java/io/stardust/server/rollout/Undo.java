package io.stardust.server.rollout;

import io.stardust.protocol.deploy.DeployMode;
import io.stardust.server.db.Visible;
import io.stardust.server.deploy.Deployment;
import io.stardust.server.deploy.Placement;
import io.stardust.server.deploy.Placement.Wish;
import io.stardust.server.deploy.PlacementStore;
import io.stardust.server.http.ApiException.Conflict;
import io.stardust.server.release.Release;
import io.stardust.server.release.ReleaseEligibility;
import io.stardust.server.release.ReleaseStore;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Decides what undoing a rollout does to each placement; refuses in words what cannot be. Stateless; only reads. */
final class Undo {
    private static final int NAMED = 5;

    private final ReleaseStore releases = new ReleaseStore();
    private final PlacementStore placements = new PlacementStore();
    private final RolloutStore rollouts = new RolloutStore();
    private final StandingPartStore standing = new StandingPartStore();

    /** What happens to a placement. */
    enum Way {
        /** It goes back to the release before. */
        MOVE,
        /** It ran nothing before, or was stopped: it is stopped. */
        STOP,
        /** It is not to run now, and goes to the release before when it is started. */
        KEEP
    }

    /** @param to null: nothing ran there before */
    record Step(
            RolloutPlacement part,
            Placement placement,
            @Nullable Release to,
            Way way) {
        /** What people should know about it; null when it simply moves. */
        @Nullable
        String note() {
            String node = part.nodeName();
            return switch (way) {
                case MOVE -> null;
                case STOP ->
                    to == null
                            ? node + ": it is stopped, since nothing ran there before"
                            : "%s: it is stopped, as it was before; a start runs %s".formatted(node, to.version());
                case KEEP -> "%s: it stays as it is; a start runs %s".formatted(node, to == null ? "" : to.version());
            };
        }
    }

    /**
     * The rollout that a rollback undoes, and what that does.
     *
     * @param all true when it undoes the rollout wherever it acted
     */
    record Found(Rollout rollout, List<Step> steps, boolean all) {}

    /**
     * The newest publish that stands somewhere.
     *
     * @param nodes only there; null = everywhere
     * @param expected the rollout that somebody believes it to be; null = whichever
     */
    Found newest(Handle sql, Deployment deployment, @Nullable Collection<Long> nodes, @Nullable Long expected) {
        for (long id : standing.candidates(sql, deployment.id())) {
            Rollout rollout = rollouts.find(sql, Visible.everything(), id).orElseThrow();
            List<RolloutPlacement> parts = standing.undoable(sql, rollout).stream()
                    .filter(part -> nodes == null || nodes.contains(part.nodeId()))
                    .toList();
            if (parts.isEmpty()) continue;
            if (expected != null && expected != id) {
                throw new Conflict("rollout %d is not the newest that can be undone; that is rollout %d (%s)"
                        .formatted(expected, id, rollout.version()));
            }
            List<Step> steps = steps(sql, deployment, parts, true, true);
            if (steps.stream().allMatch(step -> step.to() == null)) {
                throw new Conflict(
                        "nothing ran before rollout %d (%s), the first of deployment %s; stop the deployment,"
                                        .formatted(id, rollout.version(), deployment.name())
                                + " revert rollout " + id + ", or publish another release");
            }
            return new Found(rollout, steps, nodes == null);
        }
        throw new Conflict("deployment %s has no rollout left to undo%s; publish the release you want, or name it"
                .formatted(deployment.name(), nodes == null ? "" : " on these nodes"));
    }

    /**
     * @param tasks true: a task runs once more
     * @param strict true: refuses when a release before may not be used any more; false: leaves such placements alone
     */
    List<Step> steps(Handle sql, Deployment deployment, List<RolloutPlacement> parts, boolean tasks, boolean strict) {
        Map<Long, Placement> there = new HashMap<>();
        List<Long> ids = parts.stream().map(RolloutPlacement::placementId).toList();
        if (!ids.isEmpty()) for (Placement placement : placements.those(sql, ids)) there.put(placement.id(), placement);
        Map<Long, Optional<Release>> known = new HashMap<>();
        List<Step> steps = new ArrayList<>();
        List<String> lost = new ArrayList<>();
        for (RolloutPlacement part : parts) {
            @Nullable Placement placement = there.get(part.placementId());
            if (placement == null) continue;
            @Nullable Long from = part.fromReleaseId();
            if (from == null) {
                steps.add(new Step(part, placement, null, Way.STOP));
                continue;
            }
            Optional<Release> before = known.computeIfAbsent(from, id -> releases.find(sql, Visible.everything(), id));
            @Nullable
            String unfit =
                    before.isEmpty() ? "release %d is gone".formatted(from) : ReleaseEligibility.why(before.get());
            if (strict && unfit != null) lost.add("%s: %s".formatted(part.nodeName(), unfit));
            before.ifPresent(
                    release -> steps.add(new Step(part, placement, release, way(deployment, part, placement, tasks))));
        }
        if (!lost.isEmpty()) {
            String shown = String.join("; ", lost.subList(0, Math.min(NAMED, lost.size())));
            String more = lost.size() > NAMED ? " and %d more".formatted(lost.size() - NAMED) : "";
            throw new Conflict("it cannot be undone: %s%s; name the release to go to".formatted(shown, more));
        }
        return steps;
    }

    private static Way way(Deployment deployment, RolloutPlacement part, Placement placement, boolean tasks) {
        if (part.fromState() == Wish.STOPPED) return Way.STOP;
        if (task(deployment, placement) && !tasks) return Way.STOP;
        boolean down = placement.state() != Wish.RUNNING || (!placement.enabled() && !placement.ended());
        return down ? Way.KEEP : Way.MOVE;
    }

    static boolean task(Deployment deployment, Placement placement) {
        @Nullable DeployMode own = placement.mode();
        return (own == null ? deployment.mode() : own) == DeployMode.TASK;
    }
}
