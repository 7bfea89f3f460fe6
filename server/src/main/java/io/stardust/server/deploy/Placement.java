package io.stardust.server.deploy;

import io.stardust.api.deploy.ProbeView;
import io.stardust.protocol.deploy.DeployMode;
import io.stardust.server.variable.Variables;
import org.jspecify.annotations.Nullable;

/**
 * A deployment on a node (seed: AppDeployNode) and what is wanted of it there. Immutable. Overrides are null (port: 0)
 * where the deployment's own value holds.
 *
 * @param deployName release name, unique on the node
 * @param environments {@link Variables} as kept, beside and before the deployment's
 * @param readiness a {@link ProbeView} as JSON, of kind {@code none} where there is to be none; {@code liveness}
 *     likewise
 * @param delaySeconds so long after its batch has begun it is moved
 * @param ended true when it is disabled because its task has run
 * @param state what people want
 * @param releaseId which release they want; null = none was published yet
 * @param restarts how often people asked for a restart
 * @param reinstalls how often people asked for the release to be put in place again
 * @param rolloutId the rollout that chose the release; 0 = none
 * @param desiredRevision the node's revision at which the agent's view of this last changed
 * @param revision grows with every edit by people; for If-Match
 */
public record Placement(
        long id,
        long deploymentId,
        long nodeId,
        String deployName,
        boolean enabled,
        int port,
        @Nullable String fileName,
        @Nullable String arguments,
        @Nullable String workingDirectory,
        @Nullable DeployMode mode,
        @Nullable String environments,
        @Nullable String userName,
        @Nullable Integer maxMemory,
        @Nullable Integer priority,
        @Nullable Integer oomScoreAdjust,
        @Nullable String healthCheck,
        @Nullable String readiness,
        @Nullable String liveness,
        int delaySeconds,
        boolean ended,
        Wish state,
        @Nullable Long releaseId,
        long restarts,
        long reinstalls,
        long rolloutId,
        long desiredRevision,
        long revision,
        long createdAt,
        long updatedAt) {
    /** What people want of a placement. */
    public enum Wish {
        /** Up. */
        RUNNING("running"),
        /** Installed perhaps, not up. */
        STOPPED("stopped"),
        /** Gone from the node; the row goes when the agent says it is. */
        REMOVED("removed");

        private final String wire;

        Wish(String wire) {
            this.wire = wire;
        }

        /** Its name on the wire and in the people API. */
        public String wire() {
            return wire;
        }
    }

    /** This, wanted in another way; every change of the wish names the node's new revision. */
    public Placement want(
            Wish wish, @Nullable Long release, long restartsNow, long rollout, long nodeRevision, long now) {
        return new Placement(
                id,
                deploymentId,
                nodeId,
                deployName,
                enabled,
                port,
                fileName,
                arguments,
                workingDirectory,
                mode,
                environments,
                userName,
                maxMemory,
                priority,
                oomScoreAdjust,
                healthCheck,
                readiness,
                liveness,
                delaySeconds,
                ended,
                wish,
                release,
                restartsNow,
                reinstalls,
                rollout,
                nodeRevision,
                revision + 1,
                createdAt,
                now);
    }

    /**
     * Wanted up with {@code release}, as a rollout says. A task that has run is enabled and runs once more: that is
     * another order, even of the same release.
     */
    public Placement published(long release, long rollout, long nodeRevision, long now) {
        Placement wanted = want(Wish.RUNNING, release, ended ? restarts + 1 : restarts, rollout, nodeRevision, now);
        return ended ? wanted.enabling(true, false) : wanted;
    }

    /** Enabled or not, and whether that is because its task has run. */
    public Placement enabling(boolean enabledNow, boolean endedNow) {
        return new Placement(
                id,
                deploymentId,
                nodeId,
                deployName,
                enabledNow,
                port,
                fileName,
                arguments,
                workingDirectory,
                mode,
                environments,
                userName,
                maxMemory,
                priority,
                oomScoreAdjust,
                healthCheck,
                readiness,
                liveness,
                delaySeconds,
                endedNow,
                state,
                releaseId,
                restarts,
                reinstalls,
                rolloutId,
                desiredRevision,
                revision,
                createdAt,
                updatedAt);
    }

    /** To be put in place again, whatever is there. */
    Placement reinstalled() {
        return new Placement(
                id,
                deploymentId,
                nodeId,
                deployName,
                enabled,
                port,
                fileName,
                arguments,
                workingDirectory,
                mode,
                environments,
                userName,
                maxMemory,
                priority,
                oomScoreAdjust,
                healthCheck,
                readiness,
                liveness,
                delaySeconds,
                ended,
                state,
                releaseId,
                restarts,
                reinstalls + 1,
                rolloutId,
                desiredRevision,
                revision,
                createdAt,
                updatedAt);
    }

    /** What the agent is to do: a disabled placement or deployment does not run. */
    public Wish effective(boolean deploymentEnabled) {
        return state == Wish.RUNNING && !(enabled && deploymentEnabled) ? Wish.STOPPED : state;
    }
}
