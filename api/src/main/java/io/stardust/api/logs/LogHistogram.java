package io.stardust.api.logs;

import io.avaje.jsonb.Json;
import io.stardust.api.Given;
import java.util.List;

/**
 * How many records there are over time.
 *
 * @param from where the first bucket begins, epoch ms
 * @param bucketMs how long each is
 * @param levels the order of the counts within a bucket, from the least grave
 * @param buckets from the earliest on; each has a count for each level
 * @param total of all
 * @param complete false: the time of one request was over first, counts are too low then
 * @param damaged blocks and files that could not be read
 */
@Json
public record LogHistogram(
        long from,
        long bucketMs,
        List<String> levels,
        List<List<Long>> buckets,
        long total,
        boolean complete,
        int damaged) {
    public LogHistogram {
        levels = Given.list(levels);
        buckets = Given.list(buckets);
    }
}
