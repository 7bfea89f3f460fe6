package io.stardust.client.log.logback;

import static java.util.stream.Collectors.joining;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import io.stardust.client.log.LogEvent;
import io.stardust.client.log.LogEvent.Level;
import io.stardust.client.log.LogSender;
import io.stardust.client.log.LogSettings;
import io.stardust.client.log.Traces;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;

/**
 * Sends what is logged to a Stardust server, with the trace of the MDC. Thread-safe; the thread that logs never waits.
 *
 * <pre>{@code
 * <appender name="STARDUST" class="io.stardust.client.log.logback.StardustAppender">
 *   <folder>/var/lib/shop/logs-waiting</folder>
 * </appender>
 * }</pre>
 *
 * Where nothing is set the variables of our agent count; see {@link LogSettings#of}. One that has no server or no
 * secret says so in Logback's own status, and sends nothing.
 */
public final class StardustAppender extends UnsynchronizedAppenderBase<ILoggingEvent> {
    private final Map<String, String> variables = new HashMap<>(System.getenv());
    private @Nullable String folder;
    private @Nullable LogSender sender;

    /** {@code http://stardust.example:6600}. */
    public void setServer(String server) {
        variables.put("STARDUST_SERVER", server);
    }

    /** The app's name. */
    public void setApp(String app) {
        variables.put("STARDUST_APP_ID", app);
    }

    /** Of one of its keys. */
    public void setSecret(String secret) {
        variables.put("STARDUST_SECRET", secret);
    }

    /** Holds the secret. */
    public void setSecretFile(String file) {
        variables.put("STARDUST_SECRET_FILE", file);
    }

    /** Where batches wait while the server is away, one folder for each process; not set: in memory. */
    public void setFolder(String where) {
        folder = where;
    }

    @Override
    public void start() {
        try {
            LogSettings settings = LogSettings.of(variables);
            sender = new LogSender(folder == null ? settings : settings.withFolder(Path.of(folder))).start();
            super.start();
        } catch (IllegalArgumentException e) {
            addError("logs are not sent: " + e.getMessage());
        }
    }

    @Override
    protected void append(ILoggingEvent event) {
        LogSender to = sender;
        if (to != null) to.offer(converted(event));
    }

    private static LogEvent converted(ILoggingEvent event) {
        Map<String, String> attributes = new HashMap<>(event.getMDCPropertyMap());
        String trace = Traces.takenOutOf(attributes);
        List<Marker> markers = event.getMarkerList();
        if (markers != null && !markers.isEmpty()) {
            attributes.put("marker", markers.stream().map(Marker::getName).collect(joining(",")));
        }
        Instant time = event.getInstant() == null ? Instant.ofEpochMilli(event.getTimeStamp()) : event.getInstant();
        IThrowableProxy thrown = event.getThrowableProxy();
        return new LogEvent(
                time.getEpochSecond() * 1_000_000_000 + time.getNano(),
                level(event.getLevel()),
                event.getLoggerName(),
                event.getThreadName(),
                trace,
                event.getFormattedMessage(),
                thrown == null ? null : ThrowableProxyUtil.asString(thrown),
                attributes);
    }

    private static Level level(ch.qos.logback.classic.Level level) {
        if (level.isGreaterOrEqual(ch.qos.logback.classic.Level.ERROR)) return Level.ERROR;
        if (level.isGreaterOrEqual(ch.qos.logback.classic.Level.WARN)) return Level.WARN;
        if (level.isGreaterOrEqual(ch.qos.logback.classic.Level.INFO)) return Level.INFO;
        return level.isGreaterOrEqual(ch.qos.logback.classic.Level.DEBUG) ? Level.DEBUG : Level.TRACE;
    }

    @Override
    public void stop() {
        super.stop();
        LogSender ended = sender;
        sender = null;
        if (ended != null) ended.close();
    }
}
