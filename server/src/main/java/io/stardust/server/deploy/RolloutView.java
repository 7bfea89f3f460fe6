package io.stardust.server.deploy;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import io.avaje.jsonb.Json;
import io.stardust.server.deploy.RolloutPlacement.Progress;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A rollout as people see it.
 *
 * @param status {@code running}, {@code done}, {@code failed} or {@code superseded}
 * @param finishedAt epoch ms; absent while it runs
 */
@Json
public record RolloutView(
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
        List<Part> placements) {
    public RolloutView {
        placements = List.copyOf(placements);
    }

    /**
     * How one placement fares.
     *
     * @param state {@code queued}, {@code working}, {@code ready}, {@code failed} or {@code superseded}
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
    static RolloutView of(Rollout rollout, List<RolloutPlacement> placements, List<Step> steps, Map<Long, Seen> seen) {
        List<Progress> progress =
                placements.stream().map(RolloutPlacement::state).toList();
        String status = RolloutProgress.status(progress);
        @Nullable
        Long finished = status.equals("running")
                ? null
                : placements.stream()
                        .mapToLong(RolloutPlacement::updatedAt)
                        .max()
                        .orElse(rollout.createdAt());
        Map<Long, List<StepView>> stepsOf =
                steps.stream().collect(groupingBy(Step::placementId, mapping(StepView::of, toList())));
        return new RolloutView(
                rollout.id(),
                rollout.deploymentId(),
                rollout.kind(),
                rollout.releaseId(),
                rollout.version(),
                rollout.fromReleaseId(),
                status,
                rollout.createdAt(),
                rollout.createdBy(),
                finished,
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
                placement.state().wire(),
                placement.reason(),
                placement.updatedAt(),
                steps.getOrDefault(placement.placementId(), List.of()),
                seen);
    }
}
