package io.stardust.protocol.deploy;

import org.jspecify.annotations.Nullable;

/**
 * What an agent sees of one placement.
 *
 * <pre>
 *   unknown ─▶ installing ─▶ starting ─▶ running ─▶ backOff ─▶ starting …
 *                  │             │          │          └─▶ gaveUp
 *                  └─▶ failed ◀──┘          └─▶ stopped ─▶ removed
 *   running ◀─▶ unhealthy, by its readiness probe; starting ─▶ running waits for that probe's first yes
 *   (an old version may run on while the install of a new one is 'failed': state stays running, reason says so)
 * </pre>
 */
public enum PlacementState {
    /** Nothing was reported yet. */
    UNKNOWN("unknown"),
    /** Being fetched or unpacked; nothing of it runs. */
    INSTALLING("installing"),
    /** Started, not yet known to stay up. */
    STARTING("starting"),
    /** Up. */
    RUNNING("running"),
    /** Up, but its readiness probe fails. */
    UNHEALTHY("unhealthy"),
    /** Ended by itself; will be started again after a delay. */
    BACK_OFF("backOff"),
    /** Ended too often; waits for somebody to ask for a start. */
    GAVE_UP("gaveUp"),
    /** Not running because nobody wants it to. */
    STOPPED("stopped"),
    /** Could not be installed or started; nothing of it runs. */
    FAILED("failed"),
    /** Unpacked; an outside host serves it. */
    HOSTED("hosted"),
    /** A task that has run. */
    DONE("done"),
    /** Gone from the node. */
    REMOVED("removed");

    private final String wire;

    PlacementState(String wire) {
        this.wire = wire;
    }

    /** Its name on the wire and in the people API. */
    public String wire() {
        return wire;
    }

    /** Returns the state of a wire name; anything unknown or absent is {@link #UNKNOWN}. */
    public static PlacementState of(@Nullable String wire) {
        for (PlacementState state : values()) {
            if (state.wire.equals(wire)) return state;
        }
        return UNKNOWN;
    }
}
