package io.stardust.api.rollout;

import io.avaje.jsonb.Json;
import io.stardust.api.Given;
import io.stardust.api.history.StepView;
import io.stardust.api.reason.Why;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A rollout as people see it.
 *
 * @param status scheduled, running, paused, done, failed, reverting, reverted, cancelled or superseded
 * @param finishedAt epoch ms; absent while it runs
 * @param startAt epoch ms for which it was scheduled; absent: at once
 * @param batch how many placements at once, {@code 10} or {@code 25%}; absent: all
 * @param canary how many in the first batch; absent: as in the others
 * @param weight percent of the calls that the first batch gets together until the next begins; absent: its own share
 * @param rampSeconds how long that lasts once the first batch is ready; absent without a weight
 * @param currentBatch 0-based; the last that has begun
 * @param nextBatchAt epoch ms at which the next batch begins; absent when that depends on something else
 * @param pausedWhy why nothing more begins
 * @param pausedBy {@code pausedWhy} by code, for readers of other languages; of several failures the first; absent when
 *     there are words only
 * @param revertedBy the rollout that moves back what this one moved
 * @param reverts the rollout whose work this one undoes
 * @param counts how many placements stand where
 * @param placements the first page of them, failures first
 * @param next where the next page begins; absent: these are all
 * @param warnings what people should know who have just asked for it
 * @param config that it carries; absent: none
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
        @Nullable Integer weight,
        @Nullable Integer rampSeconds,
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
        RolloutSummary.Counts counts,
        List<Part> placements,
        @Nullable Long next,
        List<String> warnings,
        @Nullable RolloutConfig config) {
    public RolloutView {
        placements = Given.list(placements);
        warnings = Given.list(warnings);
    }

    /**
     * How one placement fares.
     *
     * @param batch 0-based
     * @param state {@code planned}, {@code queued}, {@code working}, {@code ready}, {@code failed} or
     *     {@code superseded}
     * @param fromVersion of the release that was wanted before; absent: none, or it is gone
     * @param reason why it failed or was superseded, or what it waits for
     * @param undoneBy the rollout that moves it back; 0 = it was only stopped for that; absent: it stands
     * @param connected whether its node is
     * @param steps only where they were asked for
     * @param observed absent before the agent's first word, and when the placement is gone
     * @param why {@code reason} by code, for readers of other languages; absent when there are words only
     * @param instances its processes that are logged in, and the config that each has
     */
    @Json
    public record Part(
            long placementId,
            long nodeId,
            String nodeName,
            long releaseId,
            String version,
            @Nullable Long fromReleaseId,
            @Nullable String fromVersion,
            int batch,
            String state,
            @Nullable String reason,
            long updatedAt,
            @Nullable Long undoneBy,
            boolean connected,
            List<StepView> steps,
            @Nullable Seen observed,
            @Nullable List<Why> why,
            List<InstanceConfig> instances) {
        public Part {
            steps = Given.list(steps);
            instances = Given.list(instances);
        }

        /** This, with its newest steps, in the order they were told. */
        public Part with(List<StepView> told) {
            return with(told, instances);
        }

        /** This, with what its processes have. */
        public Part having(List<InstanceConfig> known) {
            return with(steps, known);
        }

        private Part with(List<StepView> told, List<InstanceConfig> known) {
            return new Part(
                    placementId,
                    nodeId,
                    nodeName,
                    releaseId,
                    version,
                    fromReleaseId,
                    fromVersion,
                    batch,
                    state,
                    reason,
                    updatedAt,
                    undoneBy,
                    connected,
                    told,
                    observed,
                    why,
                    known);
        }
    }

    /**
     * What the agent last said of the placement, whatever this rollout has to do with it.
     *
     * @param state by its wire name, e.g. {@code backOff}
     * @param output the last lines it printed, where the part failed
     * @param why {@code reason} by code; absent when there are words only
     */
    @Json
    public record Seen(
            String state,
            @Nullable String reason,
            @Nullable Integer exitCode,
            @Nullable String output,
            @Nullable List<Why> why) {}

    /** Some of the placements of a rollout. */
    @Json
    public record Page(List<Part> items, @Nullable Long next) implements io.stardust.api.Page<Part> {
        public Page {
            items = Given.list(items);
        }
    }
}
