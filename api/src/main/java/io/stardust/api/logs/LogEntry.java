package io.stardust.api.logs;

import io.avaje.jsonb.Json;
import io.stardust.api.Given;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One thing that an app logged.
 *
 * @param position where it stands among all, for links and {@code after}, as long as it is kept; absent: it has only
 *     just come
 * @param time epoch ms
 * @param nanos within that millisecond, 0–999999
 * @param level {@code trace}, {@code debug}, {@code info}, {@code warn}, {@code error}, {@code fatal}
 * @param instance which process of the app, {@code 10.0.0.5@4711}; absent: not known, as with what follows
 * @param release of the app
 * @param node where it ran
 * @param logger who logged, a class mostly
 * @param trace the trace that it belongs to, 32 hex digits mostly
 * @param message any text, of several lines too
 * @param attributes in the order in which they came
 */
@Json
public record LogEntry(
        @Nullable String position,
        long time,
        int nanos,
        String level,
        long appId,
        String app,
        @Nullable String instance,
        @Nullable String release,
        @Nullable String node,
        @Nullable String logger,
        @Nullable String thread,
        @Nullable String trace,
        String message,
        List<LogAttribute> attributes) {
    public LogEntry {
        attributes = Given.list(attributes);
    }
}
