package io.stardust.server.deploy;

import io.stardust.protocol.deploy.PlacementState;
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
        if (now.state().closed()) return now;
        return switch (step) {
            case "failed" -> now.at(Progress.FAILED, detail == null ? "the agent gave no reason" : detail, at);
            // the agent's state report decides about ready: it says which release runs
            case "queued" -> now;
            default -> now.at(Progress.WORKING, null, at);
        };
    }

    /** After the agent reported the state of the placement. */
    static RolloutPlacement observed(RolloutPlacement now, Observed seen, long at) {
        if (now.state().closed()) return now;
        boolean meant = seen.releaseId() == now.releaseId() && seen.revision() >= now.revision();
        if (meant && seen.up()) return now.at(Progress.READY, null, at);
        boolean dead = seen.state() == PlacementState.FAILED || seen.state() == PlacementState.GAVE_UP;
        if (seen.revision() >= now.revision() && dead) {
            return now.at(Progress.FAILED, seen.reason() == null ? seen.state().wire() : seen.reason(), at);
        }
        boolean begun = meant && (seen.state() == PlacementState.INSTALLING || seen.state() == PlacementState.STARTING);
        return begun && now.state() == Progress.QUEUED ? now.at(Progress.WORKING, null, at) : now;
    }

    /** The word for all of it: {@code running}, {@code failed}, {@code superseded} or {@code done}. */
    static String status(Collection<Progress> placements) {
        if (placements.contains(Progress.QUEUED) || placements.contains(Progress.WORKING)) return "running";
        if (placements.contains(Progress.FAILED)) return "failed";
        return placements.contains(Progress.SUPERSEDED) ? "superseded" : "done";
    }
}
