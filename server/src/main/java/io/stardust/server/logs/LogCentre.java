package io.stardust.server.logs;

import io.stardust.protocol.loop.Loop;
import io.stardust.server.http.ApiException.Unavailable;
import io.stardust.telemetry.LogStore;
import io.stardust.telemetry.StoreSettings;
import io.stardust.telemetry.log.BatchId;
import io.stardust.telemetry.log.Level;
import io.stardust.telemetry.log.LogRecord;
import io.stardust.telemetry.segment.NewerFormat;
import io.stardust.telemetry.store.IntakeFull;
import io.stardust.telemetry.store.Keep;
import io.stardust.telemetry.store.StoreFailing;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what apps log. It lies beside the database and fails by itself: a server whose logs cannot be opened serves
 * everything else. Thread-safe.
 */
final class LogCentre implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LogCentre.class);
    private static final String NOTICE = "stardust.limit";

    private final Path folder;
    private final Settings settings;
    private final InstantSource clock;
    private final SecureRandom random;
    private final Limits limits;
    private final Loop opening = Loop.of("logs-opening", this::due, due -> open()); // runs while the store is shut
    private boolean closed; // guarded by this
    private volatile @Nullable LogStore store;
    private volatile LogsState shut = new LogsState(LogsState.CLOSED, "the server is starting");

    /**
     * How it works.
     *
     * @param keeps the retention classes
     * @param keepOf the name of that which the records of an app go to
     * @param hourBytes what an app may send within an hour, as it is set now
     * @param again after so long a store that could not be opened is tried again
     */
    record Settings(List<Keep> keeps, LongFunction<String> keepOf, LongSupplier hourBytes, Duration again) {}

    LogCentre(Path folder, Settings settings, InstantSource clock, SecureRandom random) {
        this.folder = folder;
        this.settings = settings;
        this.clock = clock;
        this.random = random;
        this.limits = new Limits(settings.hourBytes(), clock);
    }

    /** Opens the store; what keeps it shut is told to whoever asks, and it is tried again. */
    void start() {
        open();
        if (store == null) opening.start();
    }

    private @Nullable Boolean due() throws InterruptedException {
        if (store != null) return null;
        Thread.sleep(settings.again().toMillis());
        return Boolean.TRUE;
    }

    private synchronized void open() {
        if (closed) return;
        try {
            store = LogStore.open(folder, StoreSettings.of(settings.keeps()).withClock(clock), (_, _) -> {});
        } catch (NewerFormat e) {
            shut(LogsState.NEWER, e);
        } catch (IOException | RuntimeException e) {
            shut(LogsState.FAILING, e);
        }
    }

    private void shut(String state, Exception e) {
        var now = new LogsState(state, String.valueOf(e.getMessage()));
        if (!now.equals(shut)) LOG.error("logs: not opened, none are taken or shown: {}", now.problem());
        shut = now;
    }

    /** What opens a store that could not be opened at the start. */
    Loop loop() {
        return opening;
    }

    /**
     * The open store.
     *
     * @throws Unavailable in words, when it could not be opened
     */
    LogStore store() {
        LogStore open = store;
        if (open == null) throw new Unavailable("the logs are not available: " + shut.problem());
        return open;
    }

    LogsState state() {
        LogStore open = store;
        if (open == null) return shut;
        @Nullable String failing = open.failing();
        if (failing != null) return new LogsState(LogsState.FAILING, failing);
        int damaged = open.leftOut();
        if (damaged == 0) return new LogsState(LogsState.OK, null);
        return new LogsState(LogsState.DAMAGED, "files that cannot be read, the log names them: " + damaged);
    }

    Settings settings() {
        return settings;
    }

    Limits limits() {
        return limits;
    }

    /** A batch that nobody will send again. */
    BatchId once() {
        return new BatchId("once", random.nextLong());
    }

    /**
     * Takes {@code records} of one app; returns once they outlast a kill of the server. What is beyond its limit is
     * counted and not kept, and its log says so: who sends it again would only do so for ever.
     *
     * @throws Unavailable when they cannot be taken now: to be sent again
     */
    void take(long appId, BatchId id, List<LogRecord> records) {
        if (records.isEmpty()) return;
        LogStore open = store();
        Limits.Answer answer = limits.ask(appId, records.size(), bytes(records));
        String keep = settings.keepOf().apply(appId);
        if (answer.taken()) append(open, keep, id, records);
        if (answer.notice() != null) append(open, keep, once(), List.of(notice(appId, answer.notice())));
    }

    private LogRecord notice(long appId, String words) {
        return new LogRecord(
                clock.millis() * 1_000_000, Level.WARN, appId, "", "", "", NOTICE, "", "", words, List.of());
    }

    private static long bytes(List<LogRecord> records) {
        long bytes = 0;
        for (LogRecord record : records) bytes += record.message().length();
        return bytes;
    }

    private static void append(LogStore store, String keep, BatchId id, List<LogRecord> records) {
        try {
            store.append(keep, id, records).join();
        } catch (IntakeFull | StoreFailing e) {
            throw new Unavailable("logs: " + e.getMessage());
        } catch (CompletionException | CancellationException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new Unavailable("logs: not taken (" + cause.getMessage() + ")");
        }
    }

    @Override
    public void close() throws IOException {
        opening.close();
        closeStore();
    }

    private synchronized void closeStore() throws IOException {
        closed = true;
        LogStore open = store;
        store = null;
        shut = new LogsState(LogsState.CLOSED, "the server is stopping");
        if (open != null) open.close();
    }
}
