package io.stardust.server.node;

import org.jspecify.annotations.Nullable;

/** Tells what a node's agent shall do of itself. Thread-safe; asked at every heartbeat, so be quick. */
@FunctionalInterface
public interface NodeWishes {
    /** Returns what {@code node} is to do. */
    Wish of(Node node);

    /**
     * What an agent shall do.
     *
     * @param newServer where to move; null: nowhere
     * @param syncSeconds between two corrections of the machine's clock; 0: never
     */
    record Wish(@Nullable String newServer, int syncSeconds) {
        /** Nothing. */
        public static final Wish NONE = new Wish(null, 0);
    }
}
