package io.stardust.cli.deploy.api;

import io.avaje.jsonb.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What somebody asks for when publishing or rolling back. */
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
        @Nullable String onFailure,
        @Nullable Integer maxFailures,
        @Nullable Integer healthSeconds,
        @Nullable Long startAt,
        @Nullable Boolean again,
        @Nullable Long reverts) {
    /** A publish of {@code releaseId} to these nodes, in the usual way; null where the server is to choose. */
    public static NewRollout of(@Nullable Long deploymentId, @Nullable Long releaseId, @Nullable List<Long> nodeIds) {
        return new NewRollout(
                deploymentId, releaseId, nodeIds, null, null, null, null, null, null, null, null, null, null, null);
    }

    /** This, undoing that rollout and no other. */
    public NewRollout reverting(@Nullable Long rollout) {
        return new NewRollout(
                deploymentId,
                releaseId,
                nodeIds,
                labels,
                batch,
                canary,
                pauseSeconds,
                pauseAfterCanary,
                onFailure,
                maxFailures,
                healthSeconds,
                startAt,
                again,
                rollout);
    }

    /** This, reinstalled also where it runs already. */
    public NewRollout again(boolean wanted) {
        return new NewRollout(
                deploymentId,
                releaseId,
                nodeIds,
                labels,
                batch,
                canary,
                pauseSeconds,
                pauseAfterCanary,
                onFailure,
                maxFailures,
                healthSeconds,
                startAt,
                wanted ? true : null,
                reverts);
    }
}
