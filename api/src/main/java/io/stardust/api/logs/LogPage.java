package io.stardust.api.logs;

import io.avaje.jsonb.Json;
import io.stardust.api.Given;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some records, in the order that was asked for.
 *
 * @param next where to go on, as {@code after}; absent: there is no more
 * @param complete false: the time of one request was over before the page was full; {@code next} goes on from there
 * @param scannedBytes of messages that were looked at
 * @param damaged blocks and files that could not be read
 */
@Json
public record LogPage(List<LogEntry> items, @Nullable String next, boolean complete, long scannedBytes, int damaged) {
    public LogPage {
        items = Given.list(items);
    }
}
