package io.stardust.api.deploy;

import io.avaje.jsonb.Json;

/** How many placements stand where; {@code total} is the sum of the others. Immutable. */
@Json
public record PlacementCounts(
        int running, int done, int stopped, int failed, int starting, int unreachable, int total) {
    /** Of nothing. */
    public static final PlacementCounts NONE = new PlacementCounts(0, 0, 0, 0, 0, 0, 0);

    /** Both together. */
    public PlacementCounts plus(PlacementCounts other) {
        return new PlacementCounts(
                running + other.running,
                done + other.done,
                stopped + other.stopped,
                failed + other.failed,
                starting + other.starting,
                unreachable + other.unreachable,
                total + other.total);
    }
}
