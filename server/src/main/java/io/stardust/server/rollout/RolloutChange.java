package io.stardust.server.rollout;

import io.avaje.jsonb.Json;
import io.stardust.api.deploy.OfDeployment;
import org.jspecify.annotations.Nullable;

/** How far a rollout has come, as it stands in the change table. */
@Json
record RolloutChange(
        long id,
        long deploymentId,
        String status,
        int currentBatch,
        int batches,
        @Nullable String pausedWhy,
        @Nullable Long revertedBy)
        implements OfDeployment {
    static RolloutChange of(Rollout rollout) {
        return new RolloutChange(
                rollout.id(),
                rollout.deploymentId(),
                rollout.course().status().word(),
                rollout.course().currentBatch(),
                rollout.course().batches(),
                rollout.course().pausedWhy(),
                rollout.course().revertedBy());
    }
}
