package io.stardust.cli.deploy.api;

import org.jspecify.annotations.Nullable;

/** Says from which release to which a placement goes. Pure functions. */
public final class Moves {
    private Moves() {}

    /** {@code web1: 1.2.0 -> 1.1.0}. */
    public static String line(String node, @Nullable String from, @Nullable String to) {
        return "%s: %s -> %s".formatted(node, from == null ? "nothing" : from, to == null ? "nothing" : to);
    }
}
