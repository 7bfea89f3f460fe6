package io.stardust.api.logs;

import io.avaje.jsonb.Json;
import io.stardust.api.Given;
import java.util.List;

/**
 * The most frequent values of a field.
 *
 * @param field as it was asked for
 * @param values the most frequent first; an empty one stands for records that have none
 * @param complete false: the time of one request was over first, there are more values than are counted, or files could
 *     not be read
 */
@Json
public record LogValues(String field, List<Value> values, boolean complete) {
    public LogValues {
        values = Given.list(values);
    }

    /** One of them. */
    @Json
    public record Value(String value, long count) {}
}
