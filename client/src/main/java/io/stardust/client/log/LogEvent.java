package io.stardust.client.log;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One thing that an app logs. Immutable.
 *
 * @param timeNs nanoseconds since 1970-01-01 UTC
 * @param level how grave it is
 * @param logger who logs, a class mostly; empty: not known, as with what follows
 * @param thread in which thread
 * @param trace the trace that it belongs to, 32 hex digits
 * @param message any text, of several lines too
 * @param stack of an exception, as it is printed; null: there is none
 * @param attributes what belongs to it besides, by name
 */
public record LogEvent(
        long timeNs,
        Level level,
        String logger,
        String thread,
        String trace,
        String message,
        @Nullable String stack,
        Map<String, String> attributes) {
    public LogEvent {
        attributes = Map.copyOf(attributes);
    }

    /** How grave something is, with its number in OpenTelemetry's data model. */
    public enum Level {
        TRACE(1),
        DEBUG(5),
        INFO(9),
        WARN(13),
        ERROR(17),
        FATAL(21);

        private final int severity;

        Level(int severity) {
            this.severity = severity;
        }

        int severity() {
            return severity;
        }
    }
}
