package io.stardust.server.deploy;

import org.jspecify.annotations.Nullable;

/**
 * How one placement fares in a rollout. Immutable. Kept when the placement goes.
 *
 * @param releaseId to which it is moved; in a rollback placements may go to different ones
 * @param revision of the node's desired state that asked for it
 * @param reason why it failed or was superseded; null when there is nothing to explain
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
        long updatedAt) {
    /**
     * Where it stands.
     *
     * <pre>
     *   queued ─▶ working ─▶ ready
     *      │         │ ▲
     *      │         ▼ │
     *      │       failed          any but ready ─▶ superseded
     *      └─────────▲
     * </pre>
     */
    public enum Progress {
        /** The node has not said a word about it. */
        QUEUED("queued"),
        /** Steps are coming. */
        WORKING("working"),
        /** The release runs. */
        READY("ready"),
        /** It did not work out; the version before may still run. The agent may yet make it. */
        FAILED("failed"),
        /** A newer rollout, a stop or a removal took the placement over. */
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

    RolloutPlacement at(Progress progress, @Nullable String why, long now) {
        return new RolloutPlacement(
                rolloutId, placementId, nodeId, nodeName, releaseId, version, revision, progress, why, now);
    }
}
