package io.stardust.server.logs;

import io.stardust.server.http.ApiException.Unavailable;
import io.stardust.telemetry.LogStore;
import io.stardust.telemetry.StoreSettings;
import io.stardust.telemetry.log.BatchId;
import io.stardust.telemetry.log.Level;
import io.stardust.telemetry.log.LogRecord;
import io.stardust.telemetry.store.IntakeFull;
import io.stardust.telemetry.store.Keep;
import io.stardust.telemetry.store.StoreFailing;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
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
    /** The one retention class there is. */
    private static final String KEEP = "standard";

    private static final String NOTICE = "stardust.limit";

    private final Path folder;
    private final Settings settings;
    private final InstantSource clock;
    private final SecureRandom random;
    private final Limits limits;
    private volatile @Nullable LogStore store;
    private volatile String why = "the server is starting";

    /**
     * How it works.
     *
     * @param days for which records are kept
     * @param maxBytes on the disk
     * @param hourBytes what an app may send within an hour, as it is set now
     */
    record Settings(int days, long maxBytes, LongSupplier hourBytes) {}

    LogCentre(Path folder, Settings settings, InstantSource clock, SecureRandom random) {
        this.folder = folder;
        this.settings = settings;
        this.clock = clock;
        this.random = random;
        this.limits = new Limits(settings.hourBytes(), clock);
    }

    /** Opens the store; what keeps it shut is told to whoever asks. */
    void start() {
        var keep = new Keep(KEEP, settings.days(), settings.maxBytes());
        try {
            store = LogStore.open(folder, StoreSettings.of(List.of(keep)).withClock(clock), (_, _) -> {});
        } catch (IOException | RuntimeException e) {
            why = String.valueOf(e.getMessage());
            LOG.error("logs: not opened, none are taken or shown: {}", why);
        }
    }

    /**
     * The open store.
     *
     * @throws Unavailable in words, when it could not be opened
     */
    LogStore store() {
        LogStore open = store;
        if (open == null) throw new Unavailable("the logs are not available: " + why);
        return open;
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
        if (answer.taken()) append(open, id, records);
        if (answer.notice() != null) append(open, once(), List.of(notice(appId, answer.notice())));
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

    private static void append(LogStore store, BatchId id, List<LogRecord> records) {
        try {
            store.append(KEEP, id, records).join();
        } catch (IntakeFull | StoreFailing e) {
            throw new Unavailable("logs: " + e.getMessage());
        } catch (CompletionException | CancellationException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new Unavailable("logs: not taken (" + cause.getMessage() + ")");
        }
    }

    @Override
    public void close() throws IOException {
        LogStore open = store;
        store = null;
        why = "the server is stopping";
        if (open != null) open.close();
    }
}
