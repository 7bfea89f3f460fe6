package io.stardust.server.logs.read;

import io.stardust.telemetry.log.Level;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Puts the named values of a structured line where they belong: time, level, logger, thread, trace, message and stack
 * trace by the names that logstash, ECS, pino, bunyan, zap, logrus, slog, structlog, Serilog and .NET give them; all
 * else becomes an attribute. The first value of a kind counts. For one line.
 */
final class NamedValues {
    private final Draft draft;
    private final Stamps stamps;
    private String message = "";
    private String stack = "";
    private boolean said; // there was a message, though perhaps an empty one

    NamedValues(Draft draft, Stamps stamps) {
        this.draft = draft;
        this.stamps = stamps;
    }

    /** Takes a value; names within objects are joined by dots. */
    void put(String rawName, String rawValue) {
        String name = LineText.clean(rawName);
        String value = LineText.clean(rawValue);
        if (value.isEmpty() && !isMessage(name)) return;
        switch (name.toLowerCase(Locale.ROOT)) {
            case "@timestamp", "timestamp", "time", "ts", "@t", "t", "datetime", "asctime" -> time(name, value);
            case "level", "severity", "log.level", "lvl", "loglevel", "levelname", "level_name", "@l" ->
                level(name, value);
            case "message", "msg", "@m", "@mt", "event", "short_message" -> message(name, value);
            case "logger", "logger_name", "loggername", "log.logger", "sourcecontext", "category", "name" ->
                draft.logger = once(draft.logger, name, value);
            case "thread", "thread_name", "threadname", "process.thread.name" ->
                draft.thread = once(draft.thread, name, value);
            case "trace_id", "traceid", "trace.id", "dd.trace_id", "@tr", "mdc.traceid", "mdc.trace_id" ->
                draft.trace = once(draft.trace, name, value.length() <= 64 ? value : "");
            case "stack_trace",
                    "stacktrace",
                    "stack",
                    "error.stack_trace",
                    "err.stack",
                    "error.stack",
                    "@x",
                    "exc_info",
                    "exception" -> stack = once(stack, name, value);
            default -> draft.attribute(name, value);
        }
    }

    private static boolean isMessage(String name) {
        return name.equals("message") || name.equals("msg") || name.equals("@m");
    }

    private void time(String name, String value) {
        boolean read = draft.timeNs == 0 && (stamps.readNumber(value) || isWhole(value));
        if (read) {
            draft.timeNs = stamps.ns();
        } else {
            draft.attribute(name, value);
        }
    }

    private boolean isWhole(String value) {
        return stamps.read(value, 0) && stamps.end() == value.length();
    }

    private void level(String name, String value) {
        Level level = draft.level == null ? of(value) : null;
        if (level != null) {
            draft.level = level;
        } else {
            draft.attribute(name, value);
        }
    }

    /** Words, and the numbers of pino and bunyan. */
    private static @Nullable Level of(String value) {
        return switch (value) {
            case "10" -> Level.TRACE;
            case "20" -> Level.DEBUG;
            case "30" -> Level.INFO;
            case "40" -> Level.WARN;
            case "50" -> Level.ERROR;
            case "60" -> Level.FATAL;
            default -> LevelWords.of(value);
        };
    }

    private void message(String name, String value) {
        if (message.isEmpty()) {
            message = value;
            said = true;
        } else {
            draft.attribute(name, value);
        }
    }

    private String once(String before, String name, String value) {
        if (before.isEmpty()) return value;
        draft.attribute(name, value);
        return before;
    }

    /** Ends the line, which {@code rest} was printed behind. False when it says neither message, level nor time. */
    boolean end(String rest) {
        if (!said && draft.level == null && draft.timeNs == 0) return false;
        if (!said && stack.isEmpty()) return true; // the line is the message
        var whole = new StringBuilder(message);
        if (!stack.isEmpty() && !message.contains(stack)) append(whole, stack);
        if (!rest.isEmpty()) append(whole, rest);
        draft.message = whole.toString();
        return true;
    }

    private static void append(StringBuilder whole, String text) {
        if (!whole.isEmpty()) whole.append('\n');
        whole.append(text);
    }
}
