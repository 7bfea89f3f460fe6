package io.stardust.server.registry;

import io.stardust.server.node.Node;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Knows which app a placement runs; answered by a room above. Thread-safe. */
public interface PlacedApps {
    /** The app of {@code placementId}; empty when it is not a placement of {@code node}. */
    Optional<Placed> find(Node node, long placementId);

    /** Over how long the share of the calls grows of a process that its agent calls {@code called}; zero: at once. */
    Duration ramp(long appId, String called);

    /** What its agent calls the process at {@code overlapPort} of a placement whose process is {@code client} else. */
    static String second(String client, int overlapPort) {
        return client + ":" + overlapPort;
    }

    /**
     * What a placement runs.
     *
     * @param deployName what its agent calls it
     * @param version of the release that runs; null: unknown
     * @param port 0: none
     * @param overlapPort of a process that stands beside another for a while; 0: there is none
     * @param drainWait s that a stop waits until nobody calls the process; -1: as the settings say
     */
    record Placed(
            long appId,
            String app,
            long projectId,
            String deployName,
            @Nullable String version,
            int port,
            int overlapPort,
            int drainWait) {}
}
