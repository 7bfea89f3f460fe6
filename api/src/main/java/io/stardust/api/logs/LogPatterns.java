package io.stardust.api.logs;

import io.avaje.jsonb.Json;
import io.stardust.api.Given;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What messages have in common.
 *
 * @param patterns the most frequent first; what differs is a star; an empty one stands for lines that have none
 * @param newSince epoch ms: what is new did not occur in the seven days before; absent: nothing was compared
 * @param complete false: the time of one request was over first, or files could not be read
 */
@Json
public record LogPatterns(List<Pattern> patterns, @Nullable Long newSince, boolean complete) {
    public LogPatterns {
        patterns = Given.list(patterns);
    }

    /**
     * One of them.
     *
     * @param fresh whether it did not occur before {@code newSince}
     */
    @Json
    public record Pattern(String pattern, long count, boolean fresh) {}
}
