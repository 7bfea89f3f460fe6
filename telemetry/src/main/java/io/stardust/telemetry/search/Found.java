package io.stardust.telemetry.search;

import io.stardust.telemetry.log.LogRecord;
import io.stardust.telemetry.query.Position;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of records.
 *
 * @param hits in the order that was asked for
 * @param next where to go on; null when there is no more
 * @param complete false when the time was over before the page was full: {@code next} goes on from there
 * @param scannedBytes of messages in the blocks that were read
 * @param damaged blocks and segments that could not be read
 */
public record Found(List<Hit> hits, @Nullable Position next, boolean complete, long scannedBytes, int damaged) {
    public Found {
        hits = List.copyOf(hits);
    }

    /** A record, and where it stands. */
    public record Hit(Position position, LogRecord record) {}
}
