package io.stardust.server.node;

/** Tells how new a node's desired state is. Thread-safe; asked at every heartbeat, so be quick. */
@FunctionalInterface
public interface DesiredRevisions {
    /** Returns the newest revision of what {@code nodeId} should run; 0 when it never had anything to run. */
    long of(long nodeId);
}
