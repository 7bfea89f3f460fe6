package io.stardust.api.rollout;

import io.avaje.jsonb.Json;
import io.stardust.api.deploy.OfDeployment;
import io.stardust.api.reason.Why;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A rollout in a list: how many placements stand where, without which. Its fields are those of {@link RolloutView}.
 *
 * @param finishedAt epoch ms; absent while it runs
 */
@Json
public record RolloutSummary(
        long id,
        long deploymentId,
        String deploymentName,
        String kind,
        long releaseId,
        String version,
        @Nullable Long fromReleaseId,
        String status,
        long createdAt,
        String createdBy,
        @Nullable Long finishedAt,
        @Nullable Long startAt,
        @Nullable String batch,
        @Nullable String canary,
        int pauseSeconds,
        boolean pauseAfterCanary,
        @Nullable Integer weight,
        @Nullable Integer rampSeconds,
        String onFailure,
        int maxFailures,
        int healthSeconds,
        int currentBatch,
        int batches,
        @Nullable Long nextBatchAt,
        @Nullable String pausedWhy,
        @Nullable List<Why> pausedBy,
        @Nullable Long revertedBy,
        @Nullable Long reverts,
        Counts placements)
        implements OfDeployment {
    /** How many placements stand where; {@code unchanged}: ready ones that had nothing to do. */
    @Json
    public record Counts(int planned, int queued, int working, int ready, int failed, int superseded, int unchanged) {
        /** How many there are. */
        public int all() {
            return planned + queued + working + ready + failed + superseded;
        }
    }
}
