package io.stardust.server.rollout;

import io.avaje.jsonb.Json;
import io.stardust.server.change.Change;
import io.stardust.server.deploy.Why;
import io.stardust.server.rollout.Rollout.Course;
import io.stardust.server.rollout.Rollout.Pace;
import io.stardust.server.rollout.Rollout.Status;
import io.stardust.server.rollout.RolloutPlacement.Progress;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A rollout in a list: how many placements stand where, without which. Its fields are those of {@link RolloutView}.
 *
 * @param finishedAt epoch ms; absent while it runs
 */
@Json
public record RolloutGlance(
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
        implements Change.OfDeployment {
    /** How many placements stand where; {@code unchanged}: ready ones that had nothing to do. */
    @Json
    public record Counts(int planned, int queued, int working, int ready, int failed, int superseded, int unchanged) {}

    /** What is counted while rows are read: how many stand where, and when the last of them got there. */
    static final class Counted {
        private final Map<Progress, Integer> counts = new EnumMap<>(Progress.class);
        private long movedAt;
        private int unchanged;

        void add(Progress state, int count, long at) {
            counts.merge(state, count, Integer::sum);
            movedAt = Math.max(movedAt, at);
        }

        void addUnchanged(int count) {
            unchanged += count;
        }

        int of(Progress state) {
            return counts.getOrDefault(state, 0);
        }

        Status status(Rollout rollout) {
            return RolloutProgress.status(rollout, counts.keySet(), of(Progress.FAILED));
        }

        /** When it ended; null while it has not. */
        @Nullable
        Long finishedAt(Rollout rollout) {
            return status(rollout).over()
                    ? Long.valueOf(Math.max(movedAt, rollout.course().movedAt()))
                    : null;
        }
    }

    static RolloutGlance of(Rollout rollout, String deploymentName, Counted counted) {
        Pace pace = rollout.pace();
        Course course = rollout.course();
        return new RolloutGlance(
                rollout.id(),
                rollout.deploymentId(),
                deploymentName,
                rollout.kind(),
                rollout.releaseId(),
                rollout.version(),
                rollout.fromReleaseId(),
                counted.status(rollout).word(),
                rollout.createdAt(),
                rollout.createdBy(),
                counted.finishedAt(rollout),
                pace.startAt() == 0 ? null : pace.startAt(),
                pace.batch(),
                pace.canary(),
                pace.pauseSeconds(),
                pace.pauseAfterCanary(),
                pace.onFailure().word(),
                pace.maxFailures(),
                pace.healthSeconds(),
                course.currentBatch(),
                course.batches(),
                course.nextBatchAt() == 0 ? null : course.nextBatchAt(),
                course.pausedWhy(),
                Why.read(course.pausedBy()),
                course.revertedBy(),
                course.reverts(),
                new Counts(
                        counted.of(Progress.PLANNED),
                        counted.of(Progress.QUEUED),
                        counted.of(Progress.WORKING),
                        counted.of(Progress.READY),
                        counted.of(Progress.FAILED),
                        counted.of(Progress.SUPERSEDED),
                        counted.unchanged));
    }
}
