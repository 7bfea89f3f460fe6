package io.stardust.server.deploy;

import io.avaje.jsonb.Json;
import io.stardust.server.deploy.RolloutPlacement.Progress;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A rollout in a list: how many placements stand where, without which.
 *
 * @param status as in {@link RolloutView}
 * @param finishedAt epoch ms; absent while it runs
 */
@Json
public record RolloutGlance(
        long id,
        long deploymentId,
        String kind,
        long releaseId,
        String version,
        @Nullable Long fromReleaseId,
        String status,
        long createdAt,
        String createdBy,
        @Nullable Long finishedAt,
        Counts placements) {
    /** How many placements stand where. */
    @Json
    public record Counts(int queued, int working, int ready, int failed, int superseded) {}

    /** What is counted while rows are read: how many stand where, and when the last of them got there. */
    static final class Counted {
        private final Map<Progress, Integer> counts = new EnumMap<>(Progress.class);
        private long movedAt;

        void add(Progress state, int count, long at) {
            counts.merge(state, count, Integer::sum);
            movedAt = Math.max(movedAt, at);
        }

        private int of(Progress state) {
            return counts.getOrDefault(state, 0);
        }
    }

    static RolloutGlance of(Rollout rollout, Counted counted) {
        String status = RolloutProgress.status(counted.counts.keySet());
        long movedAt = counted.counts.isEmpty() ? rollout.createdAt() : counted.movedAt;
        return new RolloutGlance(
                rollout.id(),
                rollout.deploymentId(),
                rollout.kind(),
                rollout.releaseId(),
                rollout.version(),
                rollout.fromReleaseId(),
                status,
                rollout.createdAt(),
                rollout.createdBy(),
                status.equals("running") ? null : movedAt,
                new Counts(
                        counted.of(Progress.QUEUED),
                        counted.of(Progress.WORKING),
                        counted.of(Progress.READY),
                        counted.of(Progress.FAILED),
                        counted.of(Progress.SUPERSEDED)));
    }
}
