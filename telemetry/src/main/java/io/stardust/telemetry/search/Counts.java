package io.stardust.telemetry.search;

import java.util.List;

/**
 * How often something occurs, the most frequent first.
 *
 * @param complete false when the time was over first, or there were more different ones than are counted: counts are
 *     too low then
 * @param damaged blocks and segments that could not be read
 */
public record Counts(List<Count> counts, boolean complete, int damaged) {
    public Counts {
        counts = List.copyOf(counts);
    }

    /** One value and the records that have it. */
    public record Count(String value, long records) {}
}
