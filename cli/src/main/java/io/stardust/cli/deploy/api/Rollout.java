package io.stardust.cli.deploy.api;

import io.avaje.jsonb.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One act of moving placements to a release. Times are epoch ms. */
@Json
public record Rollout(
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
        RolloutGlance.@Nullable Counts counts,
        @Nullable List<Part> placements,
        @Nullable Long next,
        @Nullable List<String> warnings) {
    /** Those that are shown: failures first. */
    public List<Part> shown() {
        return placements == null ? List.of() : placements;
    }

    /** The version it goes to. */
    public String release() {
        return version == null ? "-" : version;
    }

    /** How many placements it has, shown or not. */
    public int all() {
        return counts == null ? shown().size() : counts.all();
    }

    /** {@code failed, rolled back by #13}. */
    public String standing() {
        return revertedBy == null || status.equals("reverting")
                ? status
                : "%s by #%d".formatted(status.equals("failed") ? "failed, rolled back" : "rolled back", revertedBy);
    }

    /** It will not change any more unless somebody does something. */
    public boolean over() {
        return !status.equals("running") && !status.equals("reverting") && !status.equals("scheduled");
    }

    /** How one placement fares. */
    @Json
    public record Part(
            long placementId,
            long nodeId,
            String nodeName,
            @Nullable String version,
            @Nullable String fromVersion,
            int batch,
            String state,
            @Nullable String reason,
            @Nullable Boolean connected,
            List<Step> steps,
            @Nullable Seen observed) {
        /** {@code web1: 1.2.0 -> 1.1.0}. */
        public String move() {
            return Moves.line(nodeName, fromVersion, version);
        }

        /** The last lines that the program printed before it failed; empty when the agent sent none. */
        public List<String> printed() {
            @Nullable String output = observed == null || !state.equals("failed") ? null : observed.output();
            return output == null ? List.of() : output.stripTrailing().lines().toList();
        }
    }

    /** What the agent said last. */
    @Json
    record Seen(String state, @Nullable String output) {}
}
