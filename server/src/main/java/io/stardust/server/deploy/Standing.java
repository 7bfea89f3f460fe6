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

    /**
     * On {@code p} (placement), and {@code o} (observed, joined from the left) where {@link #needsObserved}. Whoever is
     * online, and the few states that are rare, are looked up by index: the rows of nodes are large.
     */
    String condition() {
        String online = "p.node_id %sin (select up.node_id from node_seen up where up.online)";
        return switch (this) {
            case UNREACHABLE -> online.formatted("not ");
            case FAILED, STARTING ->
                "p.id in (select f.placement_id from observed f where f.state in (" + states + ")) and "
                        + online.formatted("");
            case RUNNING, STOPPED -> "coalesce(o.state, 'UNKNOWN') in (" + states + ") and " + online.formatted("");
        };
    }

    boolean needsObserved() {
        return this == RUNNING || this == STOPPED;
    }

    /** Its name in the people API. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
