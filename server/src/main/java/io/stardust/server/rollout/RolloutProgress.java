package io.stardust.server.rollout;

import io.stardust.protocol.deploy.PlacementState;
import io.stardust.protocol.reason.Code;
import io.stardust.server.deploy.Observed;
import io.stardust.server.deploy.Told;
import io.stardust.server.rollout.Rollout.Status;
import io.stardust.server.rollout.RolloutPlacement.Progress;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * How reports move a rollout. Pure functions: doing one twice does nothing twice, and what is {@code ready} or
 * {@code superseded} stays so whatever comes late. What {@code failed} stays so too, until the release runs: what an
 * agent does after a failure is no reason to hide it.
 */
public final class RolloutProgress {
    private RolloutProgress() {}

    /** After the agent reported a step under this rollout. */
    public static RolloutPlacement step(RolloutPlacement now, String step, @Nullable Told detail, long at) {
        if (!now.open()) return now;
        return switch (step) {
            case "failed" -> now.failed(detail == null ? Told.of(Code.NO_REASON) : detail, at);
            // the agent's state report decides about ready: it says which release runs
            case "queued", "crashed" -> now; // a crash is no progress; the state report decides about it
            default -> now.state() == Progress.FAILED ? now : now.at(Progress.WORKING, null, at);
        };
    }

    /** After the agent reported the state of the placement. */
    public static RolloutPlacement observed(RolloutPlacement now, Observed seen, long at) {
        if (!now.open()) return now;
        boolean meant = seen.releaseId() == now.releaseId() && seen.revision() >= now.revision();
        if (meant && seen.state() == PlacementState.DONE && seen.failedTask()) {
            return failed(now, seen, Told.of(Code.TASK_FAILED, "code", seen.exitCode()), at);
        }
        if (meant && seen.up()) return now.at(Progress.READY, null, at);
        boolean dead = seen.state() == PlacementState.FAILED || seen.state() == PlacementState.GAVE_UP;
        if (seen.revision() >= now.revision() && dead) {
            Code otherwise = seen.state() == PlacementState.GAVE_UP ? Code.AGENT_GAVE_UP : Code.FAILED;
            return failed(now, seen, Told.of(otherwise), at);
        }
        boolean begun = meant && (seen.state() == PlacementState.INSTALLING || seen.state() == PlacementState.STARTING);
        return begun && now.state() == Progress.QUEUED ? now.at(Progress.WORKING, null, at) : now;
    }

    /** The agent's own words, else those that are there, else {@code otherwise}. */
    private static RolloutPlacement failed(RolloutPlacement now, Observed seen, Told otherwise, long at) {
        @Nullable Told why = seen.told() != null ? seen.told() : now.told();
        return now.failed(why == null ? otherwise : why, at);
    }

    /**
     * Where all of it stands. What people or the gate decided holds as long as something is still planned; afterwards
     * the placements tell, so that one that makes it late counts.
     *
     * @param placements where there is any
     * @param failed how many
     */
    static Status status(Rollout rollout, Collection<Progress> placements, int failed) {
        Status decided = rollout.course().status();
        return switch (decided) {
            case REVERTED -> failed > rollout.pace().maxFailures() ? Status.FAILED : decided;
            case SCHEDULED, REVERTING, CANCELLED -> decided;
            case RUNNING, PAUSED, FAILED, DONE, SUPERSEDED -> {
                if (decided == Status.FAILED && rollout.course().revertedBy() != null) yield decided;
                if (placements.contains(Progress.PLANNED)) {
                    yield decided == Status.FAILED || decided == Status.PAUSED ? decided : Status.RUNNING;
                }
                if (placements.contains(Progress.QUEUED) || placements.contains(Progress.WORKING)) yield Status.RUNNING;
                if (failed > rollout.pace().maxFailures()) yield Status.FAILED;
                yield placements.contains(Progress.SUPERSEDED) ? Status.SUPERSEDED : Status.DONE;
            }
        };
    }
}
