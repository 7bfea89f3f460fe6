package io.stardust.server.instance;

import java.util.Optional;

/** Tells where our agents run apps. Thread-safe. */
@FunctionalInterface
public interface PlacedApps {
    /** The placement that the app's process belongs to which our agent calls {@code service@node}. */
    Optional<Place> find(long appId, String called);

    /** One placement and the machine that it is on. */
    record Place(long placementId, long nodeId, String node) {}
}
