package io.stardust.server.node;

import java.util.Locale;

/** Where a node stands: the first of these that is true. The SQL says the same as {@link #of}. */
enum NodeStatus {
    WAITING("not n.approved"),
    DISABLED("n.approved and not n.enabled"),
    ONLINE("n.approved and n.enabled and s.online"),
    OFFLINE("n.approved and n.enabled and not coalesce(s.online, false)"),
    /** Only as a filter: whatever. */
    ANY("1 = 1");

    private final String condition;

    NodeStatus(String condition) {
        this.condition = condition;
    }

    static NodeStatus of(boolean approved, boolean enabled, boolean online) {
        if (!approved) return WAITING;
        if (!enabled) return DISABLED;
        return online ? ONLINE : OFFLINE;
    }

    String condition() {
        return condition;
    }

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
