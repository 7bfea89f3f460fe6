package io.stardust.server.rollout;

import io.stardust.api.reason.Why;
import io.stardust.protocol.reason.Code;
import io.stardust.server.deploy.Placement;
import io.stardust.server.deploy.Told;
import io.stardust.server.release.Release;
import org.jspecify.annotations.Nullable;

/**
 * How one placement fares in a rollout. Immutable. Kept when the placement goes.
 *
 * @param releaseId to which it is moved; in a rollback placements may go to different ones
 * @param revision of the node's desired state that asked for it; 0 before it has begun
 * @param updatedAt when it came to its state or, while it works, took its latest step
 * @param reason why it failed or was superseded; null when there is nothing to explain
 * @param batch 0-based
 * @param beginAt while planned: epoch ms when it begins; 0 = its batch has not begun
 * @param dueAt epoch ms at which it has failed if it is not ready; 0 = that has passed, or never comes
 * @param fromReleaseId what was wanted before; null = nothing
 * @param fromState how it was wanted before; null in rollouts of earlier versions of the server
 * @param undoneBy the rollout that moves it back; 0 = it was only stopped for that; null = it stands
 * @param why {@code reason} by code, see {@link Why}; null when there are words only
 */
public record RolloutPlacement(
        long rolloutId,
        long placementId,
        long nodeId,
        String nodeName,
        long releaseId,
        String version,
        long revision,
        Progress state,
        @Nullable String reason,
        long updatedAt,
        int batch,
        long beginAt,
        long dueAt,
        @Nullable Long fromReleaseId,
        Placement.@Nullable Wish fromState,
        @Nullable Long undoneBy,
        @Nullable String why) {
    /**
     * Where it stands.
     *
     * <pre>
     *   planned ─▶ queued ─▶ working ─▶ ready
     *                 │         │          ▲
     *                 │         ▼          │
     *                 └──────▶ failed ─────┘     any but ready and failed ─▶ superseded
     * </pre>
     */
    public enum Progress {
        /** It has not begun: its batch waits, or its delay. */
        PLANNED("planned"),
        /** The node has not said a word about it. */
        QUEUED("queued"),
        /** Steps are coming. */
        WORKING("working"),
        /** The release runs, or was running already: then with a reason. */
        READY("ready"),
        /** It did not work out; the version before may still run. Nothing but the release's running changes it. */
        FAILED("failed"),
        /** A newer rollout, a stop or a removal took the placement over, or it was cancelled before it began. */
        SUPERSEDED("superseded");

        private final String wire;

        Progress(String wire) {
            this.wire = wire;
        }

        /** Its name in the people API. */
        public String wire() {
            return wire;
        }

        /** True when no news can change it. */
        boolean closed() {
            return this == READY || this == SUPERSEDED;
        }
    }

    /** It went to the release that was wanted to run there before: nothing is undone by going back. */
    public boolean repeats() {
        return fromState == Placement.Wish.RUNNING && Long.valueOf(releaseId).equals(fromReleaseId);
    }

    /** The release ran there as it should, so nothing was done. */
    public RolloutPlacement unchanged(long at) {
        return at(Progress.READY, Told.of(Code.ALREADY_AT, "version", version), at);
    }

    /** A part that has not begun. */
    static RolloutPlacement planned(
            long rolloutId, Placement placement, String nodeName, Release release, int batch, long now) {
        return new RolloutPlacement(
                rolloutId,
                placement.id(),
                placement.nodeId(),
                nodeName,
                release.id(),
                release.version(),
                0,
                Progress.PLANNED,
                null,
                now,
                batch,
                0,
                0,
                placement.releaseId(),
                placement.state(),
                null,
                null);
    }

    RolloutPlacement at(Progress progress, @Nullable Told told, long now) {
        return new RolloutPlacement(
                rolloutId,
                placementId,
                nodeId,
                nodeName,
                releaseId,
                version,
                revision,
                progress,
                Told.textOf(told),
                now,
                batch,
                beginAt,
                dueAt,
                fromReleaseId,
                fromState,
                undoneBy,
                Told.whyOf(told));
    }

    /** It has {@code more} ms longer to become ready, or less, unless its time has passed already. */
    public RolloutPlacement later(long more) {
        if (dueAt == 0) return this;
        return new RolloutPlacement(
                rolloutId,
                placementId,
                nodeId,
                nodeName,
                releaseId,
                version,
                revision,
                state,
                reason,
                updatedAt,
                batch,
                beginAt,
                dueAt + more,
                fromReleaseId,
                fromState,
                undoneBy,
                why);
    }

    /** It has failed, since {@code now} unless it had before: an app that crashes again and again fails once. */
    RolloutPlacement failed(Told told, long now) {
        return at(Progress.FAILED, told, state == Progress.FAILED ? updatedAt : now);
    }

    /** Why it failed or was superseded; null when there is nothing to explain. */
    @Nullable
    Told told() {
        return Told.kept(reason, why);
    }

    /** True while reports under its rollout may move it. */
    public boolean open() {
        return !state.closed() && state != Progress.PLANNED && undoneBy == null;
    }
}
