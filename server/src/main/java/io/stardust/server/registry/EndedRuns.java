package io.stardust.server.registry;

/** Hears that an agent saw a process end. */
@FunctionalInterface
public interface EndedRuns {
    /** The process of {@code run}, one start of an app, has ended. */
    void ended(long appId, String run);
}
