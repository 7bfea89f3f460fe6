package io.stardust.cli.deploy;

import io.avaje.jsonb.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One act of moving placements to a release. Times are epoch ms. */
@Json
record Rollout(
        long id,
        long deploymentId,
        @Nullable String kind,
        long releaseId,
        @Nullable String version,
        String status,
        long createdAt,
        @Nullable String createdBy,
        @Nullable Long finishedAt,
        List<Part> placements) {
    /** It will not change any more. */
    boolean over() {
        return !status.equals("running");
    }

    /** How one placement fares. */
    @Json
    record Part(
            long placementId,
            long nodeId,
            String nodeName,
            String state,
            @Nullable String reason,
            List<Step> steps) {}
}
