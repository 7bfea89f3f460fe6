package io.stardust.agent.install;

import org.jspecify.annotations.Nullable;

/**
 * What apps are told of where they run. Immutable.
 *
 * @param server Addresses of the server, comma list; empty = unknown.
 * @param node How the node is called; absent = as its host.
 * @param javaAgent Path of a Java agent that every Java app is to load; absent = none.
 */
public record Whereabouts(
        String server, @Nullable String node, @Nullable String javaAgent) {
    /** Of an agent that belongs to no server. */
    public static final Whereabouts UNKNOWN = new Whereabouts("", null, null);
}
