package io.stardust.api.rollout;

import io.avaje.jsonb.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What somebody asks for when publishing or rolling back.
 *
 * @param deploymentId absent in a rollback, whose path names it
 * @param releaseId absent = the newest that may be used; in a rollback: the newest publish that stands is undone
 * @param nodeIds absent = all enabled placements; a node without a placement gets one under the deployment's name
 * @param labels {@code key=value}: the nodes that have all of these, instead of {@code nodeIds}
 * @param batch how many placements at once, {@code 10} or {@code 25%}; absent = all
 * @param canary how many in the first batch; absent = as in the others. A publish with neither begins with one
 *     placement, then the rest; {@code batch} 100% = all at once
 * @param pauseSeconds between two batches; absent = 0
 * @param pauseAfterCanary true: goes on after the first batch only when somebody says so
 * @param weight percent of the calls, 1..99, that the first batch gets together until the next begins; absent = as much
 *     as its providers weigh
 * @param rampSeconds how long that lasts once the first batch is ready; absent = 60
 * @param onFailure stop, "revert" or continue; absent = stop
 * @param maxFailures failed placements that are tolerated; absent = 0
 * @param healthSeconds a placement that is not ready so long after it was begun has failed; absent = 120
 * @param startAt epoch ms; absent = now
 * @param again true: installed again also where it runs already
 * @param reverts in a rollback: the rollout that is to be undone; refused when another one would be
 * @param config the config that goes along: {@code draft}, or the number of a config release of the deployment's app;
 *     absent: none, and in a rollback that undoes a rollout what that one carried goes back; {@code none}: it stays
 */
@Json
public record NewRollout(
        @Nullable Long deploymentId,
        @Nullable Long releaseId,
        @Nullable List<Long> nodeIds,
        @Nullable List<String> labels,
        @Nullable String batch,
        @Nullable String canary,
        @Nullable Integer pauseSeconds,
        @Nullable Boolean pauseAfterCanary,
        @Nullable Integer weight,
        @Nullable Integer rampSeconds,
        @Nullable String onFailure,
        @Nullable Integer maxFailures,
        @Nullable Integer healthSeconds,
        @Nullable Long startAt,
        @Nullable Boolean again,
        @Nullable Long reverts,
        @Nullable String config) {
    public NewRollout {
        nodeIds = nodeIds == null ? null : List.copyOf(nodeIds);
        labels = labels == null ? null : List.copyOf(labels);
    }

    /** A publish of {@code releaseId} to these nodes, in the usual way; null where the server is to choose. */
    public static NewRollout of(@Nullable Long deploymentId, @Nullable Long releaseId, @Nullable List<Long> nodeIds) {
        return new NewRollout(
                deploymentId,
                releaseId,
                nodeIds,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    /** This, undoing that rollout and no other. */
    public NewRollout reverting(@Nullable Long rollout) {
        return with(again, rollout, config);
    }

    /** This, installed again also where it runs already. */
    public NewRollout again(boolean wanted) {
        return with(wanted ? true : null, reverts, config);
    }

    /** This, with that config. */
    public NewRollout carrying(@Nullable String wanted) {
        return with(again, reverts, wanted);
    }

    private NewRollout with(@Nullable Boolean anew, @Nullable Long undone, @Nullable String carried) {
        return new NewRollout(
                deploymentId,
                releaseId,
                nodeIds,
                labels,
                batch,
                canary,
                pauseSeconds,
                pauseAfterCanary,
                weight,
                rampSeconds,
                onFailure,
                maxFailures,
                healthSeconds,
                startAt,
                anew,
                undone,
                carried);
    }
}
