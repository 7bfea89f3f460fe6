package io.stardust.client.log.log4j;

import io.stardust.client.log.LogEvent;
import io.stardust.client.log.LogEvent.Level;
import io.stardust.client.log.LogSender;
import io.stardust.client.log.LogSettings;
import io.stardust.client.log.Traces;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.Marker;
import org.apache.logging.log4j.core.Appender;
import org.apache.logging.log4j.core.Core;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.plugins.Plugin;
import org.apache.logging.log4j.core.config.plugins.PluginBuilderAttribute;
import org.apache.logging.log4j.core.config.plugins.PluginBuilderFactory;
import org.apache.logging.log4j.core.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Sends what is logged to a Stardust server, with the trace of the thread context. Thread-safe; the thread that logs
 * never waits.
 *
 * <pre>{@code
 * <Appenders>
 *   <Stardust name="stardust" folder="/var/lib/shop/logs-waiting"/>
 * </Appenders>
 * }</pre>
 *
 * Where nothing is set the variables of our agent count; see {@link LogSettings#of}. One that has no server or no
 * secret says so in Log4j's own status, and there is no appender.
 */
@Plugin(name = "Stardust", category = Core.CATEGORY_NAME, elementType = Appender.ELEMENT_TYPE)
public final class StardustAppender extends AbstractAppender {
    private final LogSender sender;

    private StardustAppender(Builder from, LogSettings settings) {
        super(from.getName(), from.getFilter(), null, from.isIgnoreExceptions(), from.getPropertyArray());
        this.sender = new LogSender(settings);
    }

    /** For Log4j, which reads what the configuration says into it. */
    @PluginBuilderFactory
    public static Builder newBuilder() {
        return new Builder();
    }

    @Override
    public void start() {
        sender.start();
        super.start();
    }

    @Override
    public void append(org.apache.logging.log4j.core.LogEvent event) {
        sender.offer(converted(event));
    }

    private static LogEvent converted(org.apache.logging.log4j.core.LogEvent event) {
        Map<String, String> attributes = new HashMap<>(event.getContextData().toMap());
        String trace = Traces.takenOutOf(attributes);
        Marker marker = event.getMarker();
        if (marker != null) attributes.put("marker", marker.getName());
        Instant time = event.getInstant();
        String logger = event.getLoggerName();
        return new LogEvent(
                time.getEpochSecond() * 1_000_000_000 + time.getNanoOfSecond(),
                level(event.getLevel()),
                logger == null ? "" : logger,
                event.getThreadName(),
                trace,
                event.getMessage().getFormattedMessage(),
                stack(event.getThrown()),
                attributes);
    }

    /** The one of ours that is as grave; apps may have levels of their own between Log4j's. */
    private static Level level(org.apache.logging.log4j.Level level) {
        if (level.isMoreSpecificThan(org.apache.logging.log4j.Level.FATAL)) return Level.FATAL;
        if (level.isMoreSpecificThan(org.apache.logging.log4j.Level.ERROR)) return Level.ERROR;
        if (level.isMoreSpecificThan(org.apache.logging.log4j.Level.WARN)) return Level.WARN;
        if (level.isMoreSpecificThan(org.apache.logging.log4j.Level.INFO)) return Level.INFO;
        return level.isMoreSpecificThan(org.apache.logging.log4j.Level.DEBUG) ? Level.DEBUG : Level.TRACE;
    }

    private static @Nullable String stack(@Nullable Throwable thrown) {
        if (thrown == null) return null;
        var text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    @Override
    public boolean stop(long timeout, TimeUnit unit) {
        boolean stopped = super.stop(timeout, unit);
        sender.close();
        return stopped;
    }

    /** What the configuration says. For one thread. */
    public static final class Builder extends AbstractAppender.Builder<Builder>
            implements org.apache.logging.log4j.core.util.Builder<StardustAppender> {
        @PluginBuilderAttribute
        private @Nullable String server;

        @PluginBuilderAttribute
        private @Nullable String app;

        @PluginBuilderAttribute(sensitive = true)
        private @Nullable String secret;

        @PluginBuilderAttribute
        private @Nullable String secretFile;

        @PluginBuilderAttribute
        private @Nullable String folder;

        private Builder() {}

        /** {@code http://stardust.example:6600}. */
        public Builder setServer(String url) {
            server = url;
            return this;
        }

        /** The app's name. */
        public Builder setApp(String name) {
            app = name;
            return this;
        }

        /** Of one of its keys. */
        public Builder setSecret(String text) {
            secret = text;
            return this;
        }

        /** Holds the secret. */
        public Builder setSecretFile(String file) {
            secretFile = file;
            return this;
        }

        /** Where batches wait while the server is away, one folder for each process; not set: in memory. */
        public Builder setFolder(String where) {
            folder = where;
            return this;
        }

        @Override
        public @Nullable StardustAppender build() {
            Map<String, String> variables = new HashMap<>(System.getenv());
            put(variables, "STARDUST_SERVER", server);
            put(variables, "STARDUST_APP_ID", app);
            put(variables, "STARDUST_SECRET", secret);
            put(variables, "STARDUST_SECRET_FILE", secretFile);
            try {
                LogSettings settings = LogSettings.of(variables);
                return new StardustAppender(this, folder == null ? settings : settings.withFolder(Path.of(folder)));
            } catch (IllegalArgumentException e) {
                LOGGER.error("{}: logs are not sent: {}", getName(), e.getMessage());
                return null;
            }
        }

        private static void put(Map<String, String> variables, String name, @Nullable String value) {
            if (value != null) variables.put(name, value);
        }
    }
}
