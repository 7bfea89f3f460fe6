package io.stardust.telemetry;

import io.stardust.telemetry.log.BatchId;
import io.stardust.telemetry.log.LogRecord;
import io.stardust.telemetry.query.LogQuery;
import io.stardust.telemetry.query.Position;
import io.stardust.telemetry.search.Budget;
import io.stardust.telemetry.search.Found;
import io.stardust.telemetry.store.Keep;
import io.stardust.telemetry.store.Taken;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Stores for tests, small ones, on the afternoon of 2026-11-29. */
public final class Stores {
    /** The only retention class. */
    public static final String KEEP = "standard";

    public static final Set<Long> APPS = Set.of(1L, 2L, 3L);
    public static final Instant NOW = Instant.parse("2026-11-29T20:00:00Z");

    private Stores() {}

    /** Segments of a few dozen KB and little memory, so that few records make many blocks. */
    public static StoreSettings small() {
        return settings().withSizes(8 << 20, 64 << 10, 40 << 10);
    }

    public static StoreSettings settings() {
        return StoreSettings.of(List.of(new Keep(KEEP, 7, 1L << 30))).withClock(() -> NOW);
    }

    public static LogStore open(Path folder, StoreSettings settings) throws IOException {
        return LogStore.open(folder, settings, (app, bytes) -> {});
    }

    /** Stores {@code records} as one batch and waits for the answer. */
    public static Taken append(LogStore store, long batch, List<LogRecord> records) {
        return store.append(KEEP, new BatchId("test", batch), records).join();
    }

    /** Stores {@code records} in batches of {@code size}. */
    public static void appendAll(LogStore store, List<LogRecord> records, int size) {
        for (int at = 0; at < records.size(); at += size) {
            append(store, at, records.subList(at, Math.min(records.size(), at + size)));
        }
    }

    /** All pages of {@code query} one behind the other. */
    public static List<LogRecord> all(LogStore store, LogQuery query) {
        List<LogRecord> records = new ArrayList<>();
        Position after = query.after();
        while (true) {
            Found page = store.search().page(query.with().after(after).build(), Budget.of(Duration.ofMinutes(1)));
            for (Found.Hit hit : page.hits()) records.add(hit.record());
            if (page.damaged() > 0) throw new IllegalStateException(page.damaged() + " damaged");
            after = page.next();
            if (after == null) return records;
        }
    }
}
