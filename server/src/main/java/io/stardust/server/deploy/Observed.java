package io.stardust.server.deploy;

import io.stardust.api.reason.Why;
import io.stardust.protocol.deploy.PlacementState;
import org.jspecify.annotations.Nullable;

/**
 * The latest word of an agent about a placement. Immutable. Times are epoch ms by the agent's clock.
 *
 * @param releaseId that runs or would run; 0 = none
 * @param revision of the node's desired state to which the placement was last brought
 * @param startedAt when the process started; 0 = none
 * @param exitCode of the last process that ended; null = none ended or unknown
 * @param reason why it is not simply running; null = nothing to explain
 * @param output last lines, with {@code failed} and {@code gaveUp}
 * @param workingSet resident bytes when last measured; 0 = never
 * @param cpuUsage cores used
 * @param failingSince when it first went wrong, epoch ms; 0 = it is well. Kept by {@link ObservedStore}
 * @param why {@code reason} by code, see {@link Why}; null when there are words only
 */
public record Observed(
        long placementId,
        PlacementState state,
        long releaseId,
        @Nullable String version,
        long revision,
        long pid,
        long startedAt,
        long crashes,
        @Nullable Integer exitCode,
        @Nullable String reason,
        @Nullable String output,
        boolean adopted,
        long seenAt,
        long workingSet,
        double cpuUsage,
        int threads,
        long measuredAt,
        long failingSince,
        @Nullable String why) {
    /** Nothing was reported yet. */
    public static Observed nothing(long placementId) {
        return silent(placementId, null);
    }

    /** Nothing was reported yet, {@code why} if that is known. */
    static Observed silent(long placementId, @Nullable String why) {
        return new Observed(
                placementId,
                PlacementState.UNKNOWN,
                0,
                null,
                0,
                0,
                0,
                0,
                null,
                why,
                null,
                false,
                0,
                0,
                0,
                0,
                0,
                0,
                null);
    }

    /** Up as process {@code process}, as an agent said that tells no more. */
    public Observed running(long process, long now) {
        return new Observed(
                placementId,
                PlacementState.RUNNING,
                releaseId,
                version,
                revision,
                process,
                process == pid ? startedAt : 0,
                crashes,
                exitCode,
                null,
                null,
                adopted,
                now,
                workingSet,
                cpuUsage,
                threads,
                measuredAt,
                failingSince,
                null);
    }

    /** In {@code now} state with {@code release}, as far as an agent tells that gives no full report. */
    public Observed told(
            PlacementState now, long release, @Nullable String named, long reached, @Nullable Told told, long at) {
        return told(now, release, named, reached, told, at, null);
    }

    private Observed told(
            PlacementState now,
            long release,
            @Nullable String named,
            long reached,
            @Nullable Told told,
            long at,
            @Nullable String printed) {
        boolean up = now == PlacementState.RUNNING;
        return new Observed(
                placementId,
                now,
                release,
                named,
                reached,
                up ? pid : 0,
                up ? startedAt : 0,
                crashes,
                exitCode,
                Told.textOf(told),
                printed,
                adopted,
                at,
                workingSet,
                cpuUsage,
                threads,
                measuredAt,
                failingSince,
                Told.whyOf(told));
    }

    /** As it is kept: a task that ended otherwise than with 0 has failed, whatever else is said of it. */
    public Observed judged() {
        return failedTask() ? told(PlacementState.FAILED, releaseId, version, revision, told(), seenAt, output) : this;
    }

    /** Why it is as it is; null when there is nothing to explain. */
    public @Nullable Told told() {
        return Told.kept(reason, why);
    }

    /** True for a task that ended otherwise than with 0. */
    public boolean failedTask() {
        return state == PlacementState.DONE && exitCode != null && exitCode != 0;
    }

    /** True when it serves, or has done what it was for. */
    public boolean up() {
        return switch (state) {
            case RUNNING, HOSTED, DONE -> true;
            case UNKNOWN, INSTALLING, STARTING, UNHEALTHY, BACK_OFF, GAVE_UP, STOPPED, FAILED, REMOVED -> false;
        };
    }

    private boolean down() {
        return state == PlacementState.STOPPED || state == PlacementState.DONE;
    }

    /** True when the agent has done what {@code placement} asks. */
    boolean meets(Placement placement, boolean deploymentEnabled) {
        boolean current = revision >= placement.desiredRevision();
        return switch (placement.effective(deploymentEnabled)) {
            case RUNNING -> current && up() && Long.valueOf(releaseId).equals(placement.releaseId());
            case STOPPED ->
                placement.releaseId() == null || (current && (down() || placement.ended() || releaseId == 0));
            case REMOVED -> false;
        };
    }
}
