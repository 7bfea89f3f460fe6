package io.stardust.server.node;

import java.util.Locale;

/** Where a node stands: the first of these that is true. The SQL says the same as {@link #of}. */
enum NodeStatus {
    WAITING("not n.approved"),
    DISABLED("n.approved and not n.enabled"),
    // by the index of those online: a node's facts are large, and not to be read to count it
    ONLINE("n.approved and n.enabled and n.id in (select up.node_id from node_seen up where up.online)"),
    /** Silent, but not given up. */
    NOT_RESPONDING("n.approved and n.enabled and n.id in (select lo.node_id from node_seen lo where lo.lost)"),
    OFFLINE("n.approved and n.enabled and n.id not in (select up.node_id from node_seen up where up.online)"
            + " and n.id not in (select lo.node_id from node_seen lo where lo.lost)"),
    /** Only as a filter: whatever. */
    ANY("1 = 1");

    private final String condition;

    NodeStatus(String condition) {
        this.condition = condition;
    }

    static NodeStatus of(boolean approved, boolean enabled, boolean online, boolean lost) {
        if (!approved) return WAITING;
        if (!enabled) return DISABLED;
        return online ? ONLINE : lost ? NOT_RESPONDING : OFFLINE;
    }

    String condition() {
        return condition;
    }

    String text() {
        return this == NOT_RESPONDING ? "notResponding" : name().toLowerCase(Locale.ROOT);
    }
}
