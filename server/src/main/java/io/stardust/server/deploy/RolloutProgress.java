package io.stardust.server.deploy;

import io.stardust.protocol.deploy.PlacementState;
import io.stardust.server.deploy.Rollout.Status;
import io.stardust.server.deploy.RolloutPlacement.Progress;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * How reports move a rollout. Pure functions: doing one twice does nothing twice, and what is {@code ready} or
 * {@code superseded} stays so whatever comes late.
 */
final class RolloutProgress {
    private RolloutProgress() {}

    /** After the agent reported a step under this rollout. */
    static RolloutPlacement step(RolloutPlacement now, String step, @Nullable String detail, long at) {
        if (now.state().closed() || now.state() == Progress.PLANNED) return now;
        return switch (step) {
            case "failed" -> now.at(Progress.FAILED, detail == null ? "the agent gave no reason" : detail, at);
            // the agent's state report decides about ready: it says which release runs
            case "queued" -> now;
            default -> now.at(Progress.WORKING, null, at);
        };
    }

    /** After the agent reported the state of the placement. */
    static RolloutPlacement observed(RolloutPlacement now, Observed seen, long at) {
        if (now.state().closed() || now.state() == Progress.PLANNED) return now;
        boolean meant = seen.releaseId() == now.releaseId() && seen.revision() >= now.revision();
        if (meant && seen.state() == PlacementState.DONE && seen.failedTask()) {
            return now.at(
                    Progress.FAILED, seen.reason() == null ? "it ended with " + seen.exitCode() : seen.reason(), at);
        }
        if (meant && seen.up()) return now.at(Progress.READY, null, at);
        boolean dead = seen.state() == PlacementState.FAILED || seen.state() == PlacementState.GAVE_UP;
        if (seen.revision() >= now.revision() && dead) {
            return now.at(Progress.FAILED, seen.reason() == null ? seen.state().wire() : seen.reason(), at);
        }
        boolean begun = meant && (seen.state() == PlacementState.INSTALLING || seen.state() == PlacementState.STARTING);
        return begun && now.state() == Progress.QUEUED ? now.at(Progress.WORKING, null, at) : now;
    }

    /**
     * Where all of it stands. What people or the gate decided holds as long as something is still planned; afterwards
     * the placements tell, so that one that makes it late counts.
     *
     * @param placements where there is any
     * @param failed how many
     */
    static Status status(Rollout rollout, Collection<Progress> placements, int failed) {
        return switch (rollout.course().status()) {
            case SCHEDULED, REVERTING, REVERTED, CANCELLED -> rollout.course().status();
            case RUNNING, PAUSED, FAILED, DONE, SUPERSEDED -> {
                if (placements.contains(Progress.PLANNED)) {
                    boolean held = rollout.course().status() == Status.FAILED
                            || rollout.course().status() == Status.PAUSED;
                    yield held ? rollout.course().status() : Status.RUNNING;
                }
                if (placements.contains(Progress.QUEUED) || placements.contains(Progress.WORKING)) yield Status.RUNNING;
                if (failed > rollout.pace().maxFailures()) yield Status.FAILED;
                yield placements.contains(Progress.SUPERSEDED) ? Status.SUPERSEDED : Status.DONE;
            }
        };
    }
}
