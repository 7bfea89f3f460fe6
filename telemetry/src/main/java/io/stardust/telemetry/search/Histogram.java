package io.stardust.telemetry.search;

import io.stardust.telemetry.log.Level;
import java.util.List;

/**
 * How many records there are over time.
 *
 * @param fromNs where the first bucket begins
 * @param bucketNs how long each is
 * @param buckets from the earliest on; each holds a count for each {@link Level}, in their order
 * @param complete false when the time was over first: counts are too low then
 * @param damaged blocks and segments that could not be read
 */
public record Histogram(long fromNs, long bucketNs, List<List<Long>> buckets, boolean complete, int damaged) {
    public Histogram {
        buckets = List.copyOf(buckets);
    }

    /** Of all levels in {@code bucket}. */
    public long count(int bucket) {
        long count = 0;
        for (long each : buckets.get(bucket)) count += each;
        return count;
    }

    /** Of {@code level} in {@code bucket}. */
    public long count(int bucket, Level level) {
        return buckets.get(bucket).get(level.number());
    }

    /** Of all. */
    public long total() {
        long total = 0;
        for (int i = 0; i < buckets.size(); i++) total += count(i);
        return total;
    }
}
