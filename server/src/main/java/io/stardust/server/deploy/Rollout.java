package io.stardust.server.deploy;

import org.jspecify.annotations.Nullable;

/**
 * One act of moving placements to a release. Immutable; how it fares is in its {@link RolloutPlacement}s.
 *
 * @param kind {@code publish} or {@code rollback}
 * @param fromReleaseId the deployment's release before; null = none
 * @param createdBy who asked
 */
public record Rollout(
        long id,
        long deploymentId,
        String kind,
        long releaseId,
        String version,
        @Nullable Long fromReleaseId,
        String createdBy,
        long createdAt) {}
