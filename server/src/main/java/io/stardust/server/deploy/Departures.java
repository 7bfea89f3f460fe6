package io.stardust.server.deploy;

import io.stardust.server.change.Changes.Tx;

/** Hears of placements that have gone from their node, within the same transaction. */
@FunctionalInterface
public interface Departures {
    /** A placement of {@code nodeId} is gone. */
    void placementGone(Tx tx, long nodeId);
}
