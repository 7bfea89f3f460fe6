package io.stardust.cli.deploy.api;

import io.avaje.jsonb.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A rollout in a list: how many placements stand where. Times are epoch ms. */
@Json
public record RolloutGlance(
        long id,
        @Nullable String deploymentName,
        @Nullable String kind,
        @Nullable String version,
        String status,
        int currentBatch,
        int batches,
        long createdAt,
        @Nullable String createdBy,
        @Nullable Long revertedBy,
        Counts placements) {
    /** {@code failed, rolled back by #13}. */
    public String standing() {
        return revertedBy != null && status.equals("failed") ? "failed, rolled back by #" + revertedBy : status;
    }

    /** How many stand where; {@code unchanged}: ready ones that had nothing to do. */
    @Json
    public record Counts(int planned, int queued, int working, int ready, int failed, int superseded, int unchanged) {
        public int all() {
            return planned + queued + working + ready + failed + superseded;
        }
    }

    /** Some of them. */
    @Json
    public record Page(List<RolloutGlance> items) implements io.stardust.cli.http.Page<RolloutGlance> {}
}
