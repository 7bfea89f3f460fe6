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

    /** One placement; {@code client} is what its agent calls its process, {@code name@node}. */
    public record Part(long placementId, long appId, String app, String client) {}
}
