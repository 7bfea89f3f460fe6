package io.stardust.cli.deploy;

import io.avaje.jsonb.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One act of moving placements to a release. Times are epoch ms. */
@Json
record Rollout(
        long id,
        long deploymentId,
        @Nullable String deploymentName,
        @Nullable String kind,
        long releaseId,
        @Nullable String version,
        String status,
        long createdAt,
        @Nullable String createdBy,
        @Nullable Long finishedAt,
        @Nullable Long startAt,
        int currentBatch,
        int batches,
        @Nullable Long nextBatchAt,
        @Nullable String pausedWhy,
        @Nullable Long revertedBy,
        @Nullable Long reverts,
        List<Part> placements) {
    /** It will not change any more unless somebody does something. */
    boolean over() {
        return !status.equals("running") && !status.equals("reverting") && !status.equals("scheduled");
    }

    /** How one placement fares. */
    @Json
    record Part(
            long placementId,
            long nodeId,
            String nodeName,
            @Nullable String version,
            int batch,
            String state,
            @Nullable String reason,
            List<Step> steps) {}
}
