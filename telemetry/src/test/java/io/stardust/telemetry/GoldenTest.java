package io.stardust.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.telemetry.log.Attribute;
import io.stardust.telemetry.log.Level;
import io.stardust.telemetry.log.LogRecord;
import io.stardust.telemetry.query.LogQuery;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files that format 1 was defined with, a sealed segment and a journal, are read for good. They were made by
 * {@link #sealed} in one store that was closed, and {@link #journaled} in it while it was copied.
 */
class GoldenTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden/1");

    @TempDir
    Path temporary;

    static List<LogRecord> sealed() {
        List<LogRecord> records = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            records.add(new LogRecord(
                    Records.NOON + i * 1_000_000_000L,
                    Level.of(i % 6),
                    1 + i % 2,
                    "shop@node-" + i % 3,
                    "2.0",
                    "node-" + i % 3,
                    "com.acme.Orders",
                    "exec-" + i % 5,
                    "%032x".formatted(0x9E3779B97F4A7C15L * i),
                    "order " + i * 1001 + " of user" + i + " took 00" + i + " ms, id %016X".formatted(~(long) i << 8)
                            + (i % 10 == 0 ? "\n\tat com.acme.Orders.ship(Orders.java:" + i + ")" : ""),
                    i % 4 == 0 ? List.of(new Attribute("tenant", "t" + i), new Attribute("区", "华东")) : List.of()));
        }
        records.add(LogRecord.of(
                Records.NOON - 3600_000_000_000L, Level.WARN, 1, "late, 550e8400-e29b-41d4-a716-446655440000"));
        records.add(LogRecord.of(Records.NOON + 1, Level.WARN, 1, ""));
        return records;
    }

    static List<LogRecord> journaled() {
        return List.of(
                LogRecord.of(Records.NOON + 100_000_000_000L, Level.INFO, 2, "in the journal 1"),
                LogRecord.of(Records.NOON + 101_000_000_000L, Level.INFO, 2, "in the journal 2"));
    }

    @Test
    void open_readsFormat1() throws IOException {
        StoreFolder.restore(GOLDEN, temporary);
        List<LogRecord> all = new ArrayList<>(sealed());
        all.addAll(journaled());

        try (LogStore store = Stores.open(temporary, Stores.settings())) {
            LogQuery everything = LogQuery.of(Stores.APPS).oldestFirst().build();
            assertThat(Stores.all(store, everything)).isEqualTo(Model.answer(everything, all));
            for (String words :
                    List.of("user7", "0011 ms", "ship", "in the journal", "550e8400-e29b-41d4-a716-446655440000")) {
                LogQuery query = everything.with().words(words).build();
                assertThat(Stores.all(store, query)).as(words).isNotEmpty().isEqualTo(Model.answer(query, all));
            }
            LogQuery tenant = everything.with().attribute("tenant", "t8").build();
            assertThat(Stores.all(store, tenant)).hasSize(1);
            assertThat(Stores.append(store, 1, sealed()).repeated()).isTrue();
            assertThat(Stores.append(store, 2, journaled()).repeated()).isTrue();
        }
    }
}
