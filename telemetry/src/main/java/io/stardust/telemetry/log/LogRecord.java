package io.stardust.telemetry.log;

import java.util.List;

/**
 * One thing that an app logged. Texts are never null; an empty one means that it is not known. Half of a surrogate
 * pair, which no UTF-8 holds, is stored as a question mark. Immutable.
 *
 * @param timeNs nanoseconds since 1970-01-01 UTC, until the year 2262. 0: not known, the store takes the time of
 *     arrival
 * @param app its id
 * @param instance which process of the app, e.g. {@code shop@node-3}
 * @param release of the app, e.g. {@code 2.0.1}
 * @param node where it runs
 * @param logger who logged, e.g. a class
 * @param thread in which thread
 * @param trace the trace it belongs to, mostly 32 hex digits
 * @param message any text, of several lines too
 * @param attributes in the order in which they came
 */
public record LogRecord(
        long timeNs,
        Level level,
        long app,
        String instance,
        String release,
        String node,
        String logger,
        String thread,
        String trace,
        String message,
        List<Attribute> attributes) {
    public LogRecord {
        attributes = List.copyOf(attributes);
    }

    /** A record of which no more is known. */
    public static LogRecord of(long timeNs, Level level, long app, String message) {
        return new LogRecord(timeNs, level, app, "", "", "", "", "", "", message, List.of());
    }

    /** The same at another time. */
    public LogRecord at(long newTimeNs) {
        return new LogRecord(
                newTimeNs, level, app, instance, release, node, logger, thread, trace, message, attributes);
    }

    /** The same with other fields, in the order of {@link Field}; as many as there are fields. */
    public LogRecord with(List<String> fields, List<Attribute> newAttributes) {
        return new LogRecord(
                timeNs,
                level,
                app,
                fields.get(0),
                fields.get(1),
                fields.get(2),
                fields.get(3),
                fields.get(4),
                fields.get(5),
                message,
                newAttributes);
    }

    /** What it says of {@code field}; empty when it is not known. */
    public String field(Field field) {
        return switch (field) {
            case INSTANCE -> instance;
            case RELEASE -> release;
            case NODE -> node;
            case LOGGER -> logger;
            case THREAD -> thread;
            case TRACE -> trace;
        };
    }
}
