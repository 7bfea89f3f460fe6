package io.stardust.server.deploy;

import io.stardust.protocol.deploy.PlacementState;
import java.util.Locale;

/** Where a placement stands, in the few words of an overview; each placement has exactly one. The SQL says the same. */
public enum Standing {
    /** Up. */
    RUNNING("'RUNNING', 'HOSTED'"),
    /** Down as wanted, done, or never begun. */
    STOPPED("'STOPPED', 'DONE', 'UNKNOWN', 'REMOVED'"),
    /** It did not come up, or does not stay up. */
    FAILED("'FAILED', 'GAVE_UP', 'BACK_OFF'"),
    /** On its way. */
    STARTING("'INSTALLING', 'STARTING'"),
    /** Its node is not online, so that nobody knows. */
    UNREACHABLE("");

    private final String states;

    Standing(String states) {
        this.states = states;
    }

    static Standing of(PlacementState state, boolean online) {
        if (!online) return UNREACHABLE;
        return switch (state) {
            case RUNNING, HOSTED -> RUNNING;
            case STOPPED, DONE, UNKNOWN, REMOVED -> STOPPED;
            case FAILED, GAVE_UP, BACK_OFF -> FAILED;
            case INSTALLING, STARTING -> STARTING;
        };
    }

    /** On {@code o} (observed) and {@code s} (node_seen), both joined from the left. */
    String condition() {
        if (this == UNREACHABLE) return "not coalesce(s.online, false)";
        return "coalesce(s.online, false) and coalesce(o.state, 'UNKNOWN') in (" + states + ")";
    }

    /** Its name in the people API. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
