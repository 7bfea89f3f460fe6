package io.stardust.server.registry;

import io.stardust.server.node.Node;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Knows which app a placement runs; answered by a room above. Thread-safe. */
@FunctionalInterface
public interface PlacedApps {
    /** The app of {@code placementId}; empty when it is not a placement of {@code node}. */
    Optional<Placed> find(Node node, long placementId);

    /**
     * What a placement runs.
     *
     * @param deployName what its agent calls it
     * @param version of the release that runs; null: unknown
     * @param port 0: none
     */
    record Placed(
            long appId,
            String app,
            long projectId,
            String deployName,
            @Nullable String version,
            int port) {}
}
