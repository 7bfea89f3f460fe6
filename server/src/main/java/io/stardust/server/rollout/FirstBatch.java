package io.stardust.server.rollout;

import java.util.List;

/**
 * The placements of a rollout's first batch, while they get a part of the calls only. Immutable.
 *
 * @param percent of the calls that they get together
 */
public record FirstBatch(long rolloutId, int percent, List<Part> parts) {
    public FirstBatch {
        parts = List.copyOf(parts);
    }

    /**
     * One placement.
     *
     * @param client what its agent calls its process, {@code name@node}
     * @param overlapPort of a process that stands beside it for a while; 0: none does
     */
    public record Part(long placementId, long appId, String app, String client, int overlapPort) {}
}
