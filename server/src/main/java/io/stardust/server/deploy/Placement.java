package io.stardust.server.deploy;

import io.stardust.protocol.deploy.DeployMode;
import org.jspecify.annotations.Nullable;

/**
 * A deployment on a node (seed: AppDeployNode) and what is wanted of it there. Immutable. Overrides are null (port: 0)
 * where the deployment's own value holds.
 *
 * @param deployName release name, unique on the node
 * @param program over the deployment's; its variables beside and before that one's
 * @param probes over the deployment's; of kind {@code none} where there is to be none
 * @param delaySeconds so long after its batch has begun it is moved
 * @param ended true when it is disabled because its task has run
 * @param desired what people want
 * @param revision grows with every edit by people; for If-Match
 */
public record Placement(
        long id,
        long deploymentId,
        long nodeId,
        String deployName,
        boolean enabled,
        int port,
        Program program,
        @Nullable DeployMode mode,
        Limits limits,
        ProbeTexts probes,
        int delaySeconds,
        boolean ended,
        Desired desired,
        long revision,
        long createdAt,
        long updatedAt) {

    /** What a process may take, over what its deployment says; null: that holds. */
    public record Limits(
            @Nullable Integer maxMemory,
            @Nullable Integer priority,
            @Nullable Integer oomScoreAdjust) {
        /** What the deployment says. */
        static final Limits NONE = new Limits(null, null, null);
    }

    /**
     * What is wanted of it, and since when its agent's view of that is so.
     *
     * @param state what people want
     * @param releaseId which release they want; null = none was published yet
     * @param restarts how often people asked for a restart
     * @param reinstalls how often people asked for the release to be put in place again
     * @param rolloutId the rollout that chose the release; 0 = none
     * @param desiredRevision the node's revision at which the agent's view of this last changed
     */
    public record Desired(
            Wish state,
            @Nullable Long releaseId,
            long restarts,
            long reinstalls,
            long rolloutId,
            long desiredRevision) {}

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

    /** One that nobody wants to run yet, with nothing over what its deployment says. */
    static Placement fresh(long id, long deployment, long node, String deployName, long nodeRevision, long now) {
        var nothing = new Desired(Wish.STOPPED, null, 0, 0, 0, nodeRevision);
        return new Placement(
                id,
                deployment,
                node,
                deployName,
                true,
                0,
                Program.NONE,
                null,
                Limits.NONE,
                ProbeTexts.NONE,
                0,
                false,
                nothing,
                1,
                now,
                now);
    }

    /** This, wanted in another way; every change of the wish names the node's new revision. */
    public Placement want(
            Wish wish, @Nullable Long release, long restartsNow, long rollout, long nodeRevision, long now) {
        var other = new Desired(wish, release, restartsNow, reinstalls(), rollout, nodeRevision);
        return with(enabled, ended, other, revision + 1, now);
    }

    /**
     * Wanted up with {@code release}, as a rollout says. A task that has run is enabled and runs once more: that is
     * another order, even of the same release.
     */
    public Placement published(long release, long rollout, long nodeRevision, long now) {
        Placement wanted = want(Wish.RUNNING, release, ended ? restarts() + 1 : restarts(), rollout, nodeRevision, now);
        return ended ? wanted.enabling(true, false) : wanted;
    }

    /** Enabled or not, and whether that is because its task has run. */
    public Placement enabling(boolean enabledNow, boolean endedNow) {
        return with(enabledNow, endedNow, desired, revision, updatedAt);
    }

    /** To be put in place again, whatever is there. */
    Placement reinstalled() {
        var again = new Desired(state(), releaseId(), restarts(), reinstalls() + 1, rolloutId(), desiredRevision());
        return with(enabled, ended, again, revision, updatedAt);
    }

    private Placement with(boolean enabledNow, boolean endedNow, Desired other, long revisionNow, long now) {
        return new Placement(
                id,
                deploymentId,
                nodeId,
                deployName,
                enabledNow,
                port,
                program,
                mode,
                limits,
                probes,
                delaySeconds,
                endedNow,
                other,
                revisionNow,
                createdAt,
                now);
    }

    /** What the agent is to do: a disabled placement or deployment does not run. */
    public Wish effective(boolean deploymentEnabled) {
        return state() == Wish.RUNNING && !(enabled && deploymentEnabled) ? Wish.STOPPED : state();
    }

    /** Of {@link Program}. */
    public @Nullable String fileName() {
        return program.fileName();
    }

    /** Of {@link Program}. */
    public @Nullable String arguments() {
        return program.arguments();
    }

    /** Of {@link Program}. */
    public @Nullable String workingDirectory() {
        return program.workingDirectory();
    }

    /** Of {@link Program}. */
    public @Nullable String userName() {
        return program.userName();
    }

    /** Of {@link Program}. */
    public @Nullable String environments() {
        return program.environments();
    }

    /** Of {@link Limits}. */
    public @Nullable Integer maxMemory() {
        return limits.maxMemory();
    }

    /** Of {@link Limits}. */
    public @Nullable Integer priority() {
        return limits.priority();
    }

    /** Of {@link Limits}. */
    public @Nullable Integer oomScoreAdjust() {
        return limits.oomScoreAdjust();
    }

    /** Of {@link ProbeTexts}. */
    public @Nullable String healthCheck() {
        return probes.healthCheck();
    }

    /** Of {@link ProbeTexts}. */
    public @Nullable String readiness() {
        return probes.readiness();
    }

    /** Of {@link ProbeTexts}. */
    public @Nullable String liveness() {
        return probes.liveness();
    }

    /** Of {@link Desired}. */
    public Wish state() {
        return desired.state();
    }

    /** Of {@link Desired}. */
    public @Nullable Long releaseId() {
        return desired.releaseId();
    }

    /** Of {@link Desired}. */
    public long restarts() {
        return desired.restarts();
    }

    /** Of {@link Desired}. */
    public long reinstalls() {
        return desired.reinstalls();
    }

    /** Of {@link Desired}. */
    public long rolloutId() {
        return desired.rolloutId();
    }

    /** Of {@link Desired}. */
    public long desiredRevision() {
        return desired.desiredRevision();
    }
}
