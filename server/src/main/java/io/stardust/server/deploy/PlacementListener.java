package io.stardust.server.deploy;

/** Hears what agents say, once it is on disk, on the writer's thread: it must return at once. */
@FunctionalInterface
public interface PlacementListener {
    /** An agent has told of a placement. */
    void observed(long placementId, long deploymentId);
}
