package io.stardust.agent.log;

import java.time.InstantSource;
import java.util.Locale;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.slf4j.ILoggerFactory;
import org.slf4j.IMarkerFactory;
import org.slf4j.event.Level;
import org.slf4j.helpers.BasicMarkerFactory;
import org.slf4j.helpers.NOPMDCAdapter;
import org.slf4j.spi.MDCAdapter;
import org.slf4j.spi.SLF4JServiceProvider;

/**
 * Log lines on standard error: time, level, short name, words. SLF4J finds it by the service loader. Thread-safe.
 *
 * <p>Not slf4j-simple: its date format brings 165 classes and every locale into a process that must stay small.
 */
public final class LogProvider implements SLF4JServiceProvider {
    /** System property with the lowest level that is written, such as {@code debug}; read at the first use of a log. */
    public static final String LEVEL = "stardust.log.level";

    private final ConcurrentMap<String, Log> logs = new ConcurrentHashMap<>();
    private final IMarkerFactory markers = new BasicMarkerFactory();
    private final MDCAdapter context = new NOPMDCAdapter();
    private Level lowest = Level.INFO;

    /** For the service loader; {@link #initialize} does the work. */
    public LogProvider() {}

    @Override
    public void initialize() {
        lowest = Level.valueOf(System.getProperty(LEVEL, "info").toUpperCase(Locale.ROOT));
    }

    @Override
    public ILoggerFactory getLoggerFactory() {
        return name -> logs.computeIfAbsent(name, each -> new Log(each, lowest, System.err, InstantSource.system()));
    }

    @Override
    public IMarkerFactory getMarkerFactory() {
        return markers;
    }

    @Override
    public MDCAdapter getMDCAdapter() {
        return context;
    }

    @Override
    public String getRequestedApiVersion() {
        return "2.0.99"; // any 2.0
    }
}
