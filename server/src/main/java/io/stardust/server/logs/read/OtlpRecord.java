package io.stardust.server.logs.read;

import io.stardust.telemetry.log.Attribute;
import io.stardust.telemetry.log.Level;
import io.stardust.telemetry.log.LogRecord;
import java.util.ArrayList;
import java.util.List;

/** One record of OpenTelemetry's while it is read; used for one after the other. For one thread. */
final class OtlpRecord {
    private static final int MAX_ATTRIBUTES = 64;
    private static final Level[] LEVELS = Level.values(); // four numbers each, from 1

    long timeNs;
    long observedNs;
    int severity;
    String severityText = "";
    String body = "";
    String trace = "";
    String event = "";

    private String logger = "";
    private String thread = "";
    private String exceptionType = "";
    private String exceptionMessage = "";
    private String stack = "";
    private final List<Attribute> attributes = new ArrayList<>();

    void clear() {
        timeNs = 0;
        observedNs = 0;
        severity = 0;
        severityText = "";
        body = "";
        trace = "";
        event = "";
        logger = "";
        thread = "";
        exceptionType = "";
        exceptionMessage = "";
        stack = "";
        attributes.clear();
    }

    /** Puts an attribute where it belongs. */
    void attribute(String name, String value) {
        switch (name) {
            case "thread.name" -> thread = value;
            case "logger", "code.namespace" -> logger = value;
            case "exception.stacktrace" -> stack = value;
            case "exception.type" -> exceptionType = value;
            case "exception.message" -> exceptionMessage = value;
            default -> keep(name, value);
        }
    }

    private void keep(String name, String value) {
        if (attributes.size() >= MAX_ATTRIBUTES || name.isEmpty() || value.isEmpty()) return;
        attributes.add(new Attribute(Bounded.name(name), Bounded.value(value)));
    }

    LogRecord toRecord(Origin resource, String scope, List<Attribute> ofResource) {
        keep("exception.type", exceptionType);
        keep("exception.message", exceptionMessage);
        for (Attribute attribute : ofResource) keep(attribute.name(), attribute.value());
        return new LogRecord(
                time(),
                level(),
                resource.app(),
                resource.instance(),
                resource.release(),
                resource.node(),
                Bounded.name(scope.isEmpty() ? logger : scope),
                Bounded.name(thread),
                TraceIds.checked(trace),
                Bounded.message(message()),
                attributes);
    }

    /** Unsigned on the wire: what is beyond a long is no time of ours. */
    private long time() {
        return Math.max(0, timeNs != 0 ? timeNs : observedNs);
    }

    private Level level() {
        if (severity >= 1 && severity <= 24) return LEVELS[(severity - 1) / 4];
        Level level = LevelWords.of(severityText.strip());
        return level == null ? Level.INFO : level;
    }

    /** The body and the exception, unless the body tells of it already. */
    private String message() {
        String message = body.isEmpty() && stack.isEmpty() && exceptionType.isEmpty() ? event : body;
        String exception = stack;
        if (exception.isEmpty()) {
            boolean both = !exceptionType.isEmpty() && !exceptionMessage.isEmpty();
            exception = both ? exceptionType + ": " + exceptionMessage : exceptionType + exceptionMessage;
        }
        if (exception.isEmpty() || message.contains(exception)) return message;
        return message.isEmpty() ? exception : message + "\n" + exception;
    }
}
