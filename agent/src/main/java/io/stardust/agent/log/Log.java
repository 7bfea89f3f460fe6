package io.stardust.agent.log;

import java.io.PrintStream;
import java.io.Serial;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;

/** The log of one class: {@code 2026-01-31T12:00:00.123Z [INFO] Name - words}, in UTC. Thread-safe. */
final class Log extends LegacyAbstractLogger {
    @Serial
    private static final long serialVersionUID = 1L;

    private final String shortName;
    private final Level lowest;
    private final transient PrintStream out;
    private final transient InstantSource clock;

    Log(String name, Level lowest, PrintStream out, InstantSource clock) {
        this.name = name;
        this.shortName = name.substring(name.lastIndexOf('.') + 1);
        this.lowest = lowest;
        this.out = out;
        this.clock = clock;
    }

    @Override
    protected void handleNormalizedLoggingCall(
            Level level,
            @Nullable Marker marker,
            @Nullable String words,
            @Nullable Object @Nullable [] arguments,
            @Nullable Throwable thrown) {
        String line =
                time() + " [" + level + "] " + shortName + " - " + MessageFormatter.basicArrayFormat(words, arguments);
        synchronized (out) { // a stack trace stays with its line
            out.println(line);
            if (thrown != null) thrown.printStackTrace(out);
            out.flush();
        }
    }

    /** Without java.time.format, which is large. */
    private String time() {
        var now = LocalDateTime.ofInstant(clock.instant(), ZoneOffset.UTC).truncatedTo(ChronoUnit.MILLIS);
        String text = now.toString(); // leaves seconds and milliseconds out when they are 0
        return text + ":00.000".substring(text.length() - "2026-01-31T12:00".length()) + "Z";
    }

    @Override
    protected @Nullable String getFullyQualifiedCallerName() {
        return null;
    }

    private boolean isWritten(Level level) {
        return level.toInt() >= lowest.toInt();
    }

    @Override
    public boolean isTraceEnabled() {
        return isWritten(Level.TRACE);
    }

    @Override
    public boolean isDebugEnabled() {
        return isWritten(Level.DEBUG);
    }

    @Override
    public boolean isInfoEnabled() {
        return isWritten(Level.INFO);
    }

    @Override
    public boolean isWarnEnabled() {
        return isWritten(Level.WARN);
    }

    @Override
    public boolean isErrorEnabled() {
        return isWritten(Level.ERROR);
    }
}
