package io.stardust.server.deploy;

import io.stardust.api.deploy.PlacementCounts;
import io.stardust.protocol.deploy.PlacementState;
import java.util.Locale;

/** Where a placement stands, in the few words of an overview; each placement has exactly one. The SQL says the same. */
public enum PlacementStatus {
    /** Up. */
    RUNNING("'RUNNING', 'HOSTED'"),
    /** A task that has run, and well. */
    DONE("'DONE'"),
    /** Down as wanted, or never begun. */
    STOPPED("'STOPPED', 'UNKNOWN', 'REMOVED'"),
    /** It did not come up, does not stay up, or is not well. */
    FAILED("'FAILED', 'GAVE_UP', 'BACK_OFF', 'UNHEALTHY'"),
    /** On its way. */
    STARTING("'INSTALLING', 'STARTING'"),
    /** Its node is not online, so that nobody knows. */
    UNREACHABLE("");

    private final String states;

    PlacementStatus(String states) {
        this.states = states;
    }

    static PlacementStatus of(PlacementState state, boolean online) {
        if (!online) return UNREACHABLE;
        return switch (state) {
            case RUNNING, HOSTED -> RUNNING;
            case DONE -> DONE;
            case STOPPED, UNKNOWN, REMOVED -> STOPPED;
            case FAILED, GAVE_UP, BACK_OFF, UNHEALTHY -> FAILED;
            case INSTALLING, STARTING -> STARTING;
        };
    }

    /**
     * On {@code p} (placement). Asked so that the database goes through placements in the order of their ids and stops
     * when a page is full, or, for what is rare, begins with the few; the sum keeps it from the index of nodes.
     */
    String condition() {
        String online = "exists (select 1 from node_seen up where up.node_id = p.node_id and up.online)";
        String seen = " (select 1 from observed o where o.placement_id = p.id and o.state ";
        return switch (this) {
            case UNREACHABLE -> "p.node_id + 0 not in (select up.node_id from node_seen up where up.online)";
            case FAILED, STARTING, DONE ->
                "p.id in (select f.placement_id from observed f where f.state in (" + states + ")) and " + online;
            case RUNNING -> "exists" + seen + "in (" + states + ")) and " + online;
            case STOPPED -> "not exists" + seen + "not in (" + states + ")) and " + online;
        };
    }

    /** Its name in the people API. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** How many of a tally stand there. */
    int in(PlacementCounts tally) {
        return switch (this) {
            case RUNNING -> tally.running();
            case DONE -> tally.done();
            case STOPPED -> tally.stopped();
            case FAILED -> tally.failed();
            case STARTING -> tally.starting();
            case UNREACHABLE -> tally.unreachable();
        };
    }

    /** The tally of so many that stand there. */
    PlacementCounts tally(int count) {
        return switch (this) {
            case RUNNING -> new PlacementCounts(count, 0, 0, 0, 0, 0, count);
            case DONE -> new PlacementCounts(0, count, 0, 0, 0, 0, count);
            case STOPPED -> new PlacementCounts(0, 0, count, 0, 0, 0, count);
            case FAILED -> new PlacementCounts(0, 0, 0, count, 0, 0, count);
            case STARTING -> new PlacementCounts(0, 0, 0, 0, count, 0, count);
            case UNREACHABLE -> new PlacementCounts(0, 0, 0, 0, 0, count, count);
        };
    }
}
