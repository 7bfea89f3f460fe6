package io.stardust.server.deploy;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import io.avaje.jsonb.Json;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A rollout as people see it.
 *
 * @param status see {@link Rollout.Status}
 * @param finishedAt epoch ms; absent while it runs
 * @param startAt epoch ms for which it was scheduled; absent: at once
 * @param batch how many placements at once, {@code 10} or {@code 25%}; absent: all
 * @param canary how many in the first batch; absent: as in the others
 * @param currentBatch 0-based; the last that has begun
 * @param nextBatchAt epoch ms at which the next batch begins; absent when that depends on something else
 * @param pausedWhy why nothing more begins
 * @param revertedBy the rollout that moves back what this one moved
 * @param reverts the rollout whose work this one undoes
 */
@Json
public record RolloutView(
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
        @Nullable Long revertedBy,
        @Nullable Long reverts,
        List<Part> placements) {
    public RolloutView {
        placements = List.copyOf(placements);
    }

    /**
     * How one placement fares.
     *
     * @param batch 0-based
     * @param state {@code planned}, {@code queued}, {@code working}, {@code ready}, {@code failed} or
     *     {@code superseded}
     * @param reason why it failed or was superseded
     * @param observed absent before the agent's first word, and when the placement is gone
     */
    @Json
    public record Part(
            long placementId,
            long nodeId,
            String nodeName,
            long releaseId,
            String version,
            int batch,
            String state,
            @Nullable String reason,
            long updatedAt,
            List<StepView> steps,
            @Nullable Seen observed) {
        public Part {
            steps = List.copyOf(steps);
        }
    }

    /**
     * What the agent last said of the placement, whatever this rollout has to do with it.
     *
     * @param state by its wire name, e.g. {@code backOff}
     */
    @Json
    public record Seen(
            String state, @Nullable String reason, @Nullable Integer exitCode) {}

    /** @param seen by placement */
    static RolloutView of(
            Rollout rollout,
            String deploymentName,
            List<RolloutPlacement> placements,
            List<Step> steps,
            Map<Long, Seen> seen) {
        var counted = new RolloutGlance.Counted();
        for (RolloutPlacement placement : placements) counted.add(placement.state(), 1, placement.updatedAt());
        RolloutGlance glance = RolloutGlance.of(rollout, deploymentName, counted);
        Map<Long, List<StepView>> stepsOf =
                steps.stream().collect(groupingBy(Step::placementId, mapping(StepView::of, toList())));
        return new RolloutView(
                glance.id(),
                glance.deploymentId(),
                glance.deploymentName(),
                glance.kind(),
                glance.releaseId(),
                glance.version(),
                glance.fromReleaseId(),
                glance.status(),
                glance.createdAt(),
                glance.createdBy(),
                glance.finishedAt(),
                glance.startAt(),
                glance.batch(),
                glance.canary(),
                glance.pauseSeconds(),
                glance.pauseAfterCanary(),
                glance.onFailure(),
                glance.maxFailures(),
                glance.healthSeconds(),
                glance.currentBatch(),
                glance.batches(),
                glance.nextBatchAt(),
                glance.pausedWhy(),
                glance.revertedBy(),
                glance.reverts(),
                placements.stream()
                        .map(placement -> part(placement, stepsOf, seen.get(placement.placementId())))
                        .toList());
    }

    private static Part part(RolloutPlacement placement, Map<Long, List<StepView>> steps, @Nullable Seen seen) {
        return new Part(
                placement.placementId(),
                placement.nodeId(),
                placement.nodeName(),
                placement.releaseId(),
                placement.version(),
                placement.batch(),
                placement.state().wire(),
                placement.reason(),
                placement.updatedAt(),
                steps.getOrDefault(placement.placementId(), List.of()),
                seen);
    }
}
