package io.stardust.server.rollout;

import io.avaje.jsonb.Json;
import io.stardust.api.reason.Why;
import io.stardust.api.rollout.RolloutSummary;
import io.stardust.api.rollout.RolloutView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A rollout at a glance, for those who watch: all that changes of a {@link RolloutView} but its placements, whose
 * numbers it tells.
 */
@Json
public record RolloutNews(
        long id,
        long deploymentId,
        long projectId,
        String status,
        int currentBatch,
        int batches,
        @Nullable Long nextBatchAt,
        @Nullable String pausedWhy,
        @Nullable List<Why> pausedBy,
        @Nullable Long revertedBy,
        @Nullable Long finishedAt,
        RolloutSummary.Counts counts) {
    static RolloutNews of(RolloutSummary glance, long projectId) {
        return new RolloutNews(
                glance.id(),
                glance.deploymentId(),
                projectId,
                glance.status(),
                glance.currentBatch(),
                glance.batches(),
                glance.nextBatchAt(),
                glance.pausedWhy(),
                glance.pausedBy(),
                glance.revertedBy(),
                glance.finishedAt(),
                glance.placements());
    }
}
