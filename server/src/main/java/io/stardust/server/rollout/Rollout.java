package io.stardust.server.rollout;

import io.stardust.api.reason.Why;
import io.stardust.server.deploy.Told;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One act of moving placements to a release. Immutable; how its placements fare is in its {@link RolloutPlacement}s.
 *
 * @param kind {@code publish} or {@code rollback}
 * @param fromReleaseId the deployment's release before; null = none
 * @param createdBy who asked
 * @param pace how people want it to go on
 * @param course how far it has come
 */
public record Rollout(
        long id,
        long deploymentId,
        String kind,
        long releaseId,
        String version,
        @Nullable Long fromReleaseId,
        String createdBy,
        long createdAt,
        Strategy pace,
        Course course) {
    /**
     * Where it stands.
     *
     * <pre>
     *   scheduled ─▶ running ◀─▶ paused           any but the last three: cancelled while parts are planned
     *                 │ │ ▲
     *                 │ │ └─▶ failed ─▶ running    (resumed, or an agent made it after all)
     *                 │ └─▶ done, superseded
     *                 └─▶ reverting ─▶ reverted, failed    (also from paused and done)
     * </pre>
     */
    public enum Status {
        /** Waits for its time. */
        SCHEDULED,
        /** Under way. */
        RUNNING,
        /** Nothing more begins until somebody says so. */
        PAUSED,
        /** Everything is ready, or as much as was demanded. */
        DONE,
        /** Too much has failed; what was still planned has not begun. It stays so when it is moved back. */
        FAILED,
        /** What it moved is being moved back. */
        REVERTING,
        /** What it moved was moved back, and it had not failed. */
        REVERTED,
        /** Somebody stopped it before all had begun. */
        CANCELLED,
        /** Newer rollouts, stops or removals took its placements over. */
        SUPERSEDED;

        /** Its name in the people API. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** True when nothing is under way or to come. */
        boolean over() {
            return switch (this) {
                case SCHEDULED, RUNNING, PAUSED, REVERTING -> false;
                case DONE, FAILED, REVERTED, CANCELLED, SUPERSEDED -> true;
            };
        }
    }

    /** What follows when too many placements fail. */
    public enum OnFailure {
        /** No further batch begins. */
        STOP,
        /** All that was moved is moved back. */
        REVERT,
        /** The next batch begins all the same. */
        CONTINUE;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * How people want it to go on.
     *
     * @param batch how many placements at once, {@code 10} or {@code 25%}; null = all
     * @param canary how many in the first batch; null = as in the others
     * @param weight percent of the calls that the first batch gets together while it is the only one; 0 = its own share
     * @param rampSeconds how long that is so once the first batch is ready
     * @param maxFailures failed placements that are tolerated
     * @param healthSeconds a placement that is not ready so long after it was begun has failed
     * @param startAt epoch ms; 0 = at once
     * @param again true: installed again also where it runs already
     */
    public record Strategy(
            @Nullable String batch,
            @Nullable String canary,
            int pauseSeconds,
            boolean pauseAfterCanary,
            int weight,
            int rampSeconds,
            OnFailure onFailure,
            int maxFailures,
            int healthSeconds,
            long startAt,
            boolean again) {
        /** Seconds, when nobody says otherwise. */
        static final int HEALTH = 120;

        /** Seconds for which a first batch has its weight, when nobody says otherwise. */
        static final int RAMP = 60;

        /** Everything at once, now. */
        static final Strategy QUICK = new Strategy(null, null, 0, false, 0, 0, OnFailure.STOP, 0, HEALTH, 0, false);

        Strategy withCanary(String first) {
            return new Strategy(
                    batch,
                    first,
                    pauseSeconds,
                    pauseAfterCanary,
                    weight,
                    rampSeconds,
                    onFailure,
                    maxFailures,
                    healthSeconds,
                    startAt,
                    again);
        }
    }

    /**
     * How far it has come.
     *
     * @param status as last decided; {@link RolloutProgress#status} knows better where the parts decide
     * @param currentBatch 0-based; the last that has begun
     * @param nextBatchAt epoch ms; 0 = not known yet
     * @param pausedWhy why nothing more begins; null otherwise
     * @param forgiven failures seen by who let it go on
     * @param revertedBy the rollout that moves back what this one moved; null = none
     * @param reverts the rollout whose work this one undoes; null = none
     * @param wakeAt epoch ms when it is to be looked at though nobody reports; 0 = never
     * @param movedAt when it last got on
     * @param pausedBy {@code pausedWhy} by code, see {@link Why}; null when there are words only
     */
    public record Course(
            Status status,
            int currentBatch,
            int batches,
            long nextBatchAt,
            @Nullable String pausedWhy,
            int forgiven,
            @Nullable Long revertedBy,
            @Nullable Long reverts,
            long wakeAt,
            long movedAt,
            @Nullable String pausedBy) {
        static Course begin(Status status, int batches, @Nullable Long reverts, long now) {
            return new Course(status, 0, batches, 0, null, 0, null, reverts, now, now, null);
        }

        Course at(Status next, @Nullable Told why, long now) {
            return new Course(
                    next,
                    currentBatch,
                    batches,
                    nextBatchAt,
                    Told.textOf(why),
                    forgiven,
                    revertedBy,
                    reverts,
                    wakeAt,
                    now,
                    Told.whyOf(why));
        }

        /** Why nothing more begins; null otherwise. */
        @Nullable
        Told paused() {
            return Told.kept(pausedWhy, pausedBy);
        }

        Course inBatch(int batch, long now) {
            return new Course(
                    Status.RUNNING, batch, batches, 0, null, forgiven, revertedBy, reverts, wakeAt, now, null);
        }

        Course nextAt(long at) {
            return new Course(
                    status,
                    currentBatch,
                    batches,
                    at,
                    pausedWhy,
                    forgiven,
                    revertedBy,
                    reverts,
                    wakeAt,
                    movedAt,
                    pausedBy);
        }

        Course wakeAt(long at) {
            return new Course(
                    status,
                    currentBatch,
                    batches,
                    nextBatchAt,
                    pausedWhy,
                    forgiven,
                    revertedBy,
                    reverts,
                    at,
                    movedAt,
                    pausedBy);
        }

        Course forgiving(int failures) {
            return new Course(
                    status,
                    currentBatch,
                    batches,
                    nextBatchAt,
                    pausedWhy,
                    failures,
                    revertedBy,
                    reverts,
                    wakeAt,
                    movedAt,
                    pausedBy);
        }

        /** Nothing undoes it any more; its parts tell where it stands. */
        Course standing(long now) {
            return new Course(
                    Status.RUNNING, currentBatch, batches, 0, pausedWhy, forgiven, null, reverts, now, now, pausedBy);
        }

        Course revertedBy(@Nullable Long rollout, Status next, @Nullable Told why, long now) {
            return new Course(
                    next,
                    currentBatch,
                    batches,
                    0,
                    Told.textOf(why),
                    forgiven,
                    rollout,
                    reverts,
                    0,
                    now,
                    Told.whyOf(why));
        }
    }

    Rollout with(Course next) {
        return new Rollout(id, deploymentId, kind, releaseId, version, fromReleaseId, createdBy, createdAt, pace, next);
    }
}
