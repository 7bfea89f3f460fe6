package io.stardust.server.logs;

import io.stardust.api.logs.LogAttribute;
import io.stardust.api.logs.LogEntry;
import io.stardust.api.logs.LogPage;
import io.stardust.server.http.Check;
import io.stardust.telemetry.log.LogRecord;
import io.stardust.telemetry.query.Position;
import io.stardust.telemetry.search.Found;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Records as people see them. */
final class LogViews {
    private static final long MS = 1_000_000; // ns

    private LogViews() {}

    static LogPage page(Found found, Map<Long, String> names) {
        List<LogEntry> items =
                found.hits().stream().map(hit -> entry(hit, names)).toList();
        @Nullable Position next = found.next();
        return new LogPage(
                items, next == null ? null : next.toString(), found.complete(), found.scannedBytes(), found.damaged());
    }

    static LogEntry entry(Found.Hit hit, Map<Long, String> names) {
        return entry(hit.record(), hit.position(), names);
    }

    /** @param position null: not known yet, it has only just come */
    static LogEntry entry(LogRecord record, @Nullable Position position, Map<Long, String> names) {
        return new LogEntry(
                position == null ? null : position.toString(),
                Math.floorDiv(record.timeNs(), MS),
                (int) Math.floorMod(record.timeNs(), MS),
                Check.word(record.level()),
                record.app(),
                names.getOrDefault(record.app(), ""),
                known(record.instance()),
                known(record.release()),
                known(record.node()),
                known(record.logger()),
                known(record.thread()),
                known(record.trace()),
                record.message(),
                record.attributes().stream()
                        .map(each -> new LogAttribute(each.name(), each.value()))
                        .toList());
    }

    private static @Nullable String known(String text) {
        return text.isEmpty() ? null : text;
    }
}
