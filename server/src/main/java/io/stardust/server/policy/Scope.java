package io.stardust.server.policy;

import java.util.Locale;

/**
 * For which nodes something holds. Immutable.
 *
 * @param kind the wider ones first
 * @param subject the project's or node's id; 0 for all
 */
public record Scope(Kind kind, long subject) {
    /** How wide. */
    public enum Kind {
        /** Every node. */
        PLATFORM,
        /** The nodes of a project. */
        PROJECT,
        /** One node. */
        NODE;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static final Scope PLATFORM = new Scope(Kind.PLATFORM, 0);

    static Scope project(long id) {
        return new Scope(Kind.PROJECT, id);
    }

    static Scope node(long id) {
        return new Scope(Kind.NODE, id);
    }
}
