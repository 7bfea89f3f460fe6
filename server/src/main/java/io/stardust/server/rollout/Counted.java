package io.stardust.server.rollout;

import io.stardust.api.rollout.RolloutSummary;
import io.stardust.api.rollout.RolloutSummary.Counts;
import io.stardust.server.http.Reasons;
import io.stardust.server.rollout.Rollout.Course;
import io.stardust.server.rollout.Rollout.Status;
import io.stardust.server.rollout.Rollout.Strategy;
import io.stardust.server.rollout.RolloutPlacement.Progress;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is counted of a rollout while rows are read: how many placements stand where, and when the last of them got
 * there. Not thread-safe.
 */
final class Counted {
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

    /** The rollout as people see it in a list. */
    RolloutSummary glance(Rollout rollout, String deploymentName) {
        Strategy pace = rollout.pace();
        Course course = rollout.course();
        return new RolloutSummary(
                rollout.id(),
                rollout.deploymentId(),
                deploymentName,
                rollout.kind(),
                rollout.releaseId(),
                rollout.version(),
                rollout.fromReleaseId(),
                status(rollout).word(),
                rollout.createdAt(),
                rollout.createdBy(),
                finishedAt(rollout),
                pace.startAt() == 0 ? null : pace.startAt(),
                pace.batch(),
                pace.canary(),
                pace.pauseSeconds(),
                pace.pauseAfterCanary(),
                pace.weight() == 0 ? null : pace.weight(),
                pace.weight() == 0 ? null : pace.rampSeconds(),
                pace.onFailure().word(),
                pace.maxFailures(),
                pace.healthSeconds(),
                course.currentBatch(),
                course.batches(),
                course.nextBatchAt() == 0 ? null : course.nextBatchAt(),
                course.pausedWhy(),
                Reasons.read(course.pausedBy()),
                course.revertedBy(),
                course.reverts(),
                new Counts(
                        of(Progress.PLANNED),
                        of(Progress.QUEUED),
                        of(Progress.WORKING),
                        of(Progress.READY),
                        of(Progress.FAILED),
                        of(Progress.SUPERSEDED),
                        unchanged));
    }
}
