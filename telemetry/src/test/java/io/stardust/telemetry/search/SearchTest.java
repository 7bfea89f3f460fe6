package io.stardust.telemetry.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.telemetry.LogStore;
import io.stardust.telemetry.Model;
import io.stardust.telemetry.Records;
import io.stardust.telemetry.Stores;
import io.stardust.telemetry.log.Field;
import io.stardust.telemetry.log.Level;
import io.stardust.telemetry.log.LogRecord;
import io.stardust.telemetry.query.LogQuery;
import io.stardust.telemetry.query.Position;
import io.stardust.telemetry.query.TextTest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SearchTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @TempDir
    Path temporary;

    private static LogRecord record(int second, long app, String instance, String message) {
        return LogRecord.of(Records.NOON + second * 1_000_000_000L, Level.INFO, app, message)
                .with(List.of(instance, "", "", "", "", ""), List.of());
    }

    private LogStore filled(List<LogRecord> records) throws IOException {
        LogStore store = Stores.open(temporary, Stores.small());
        Stores.appendAll(store, records, 100);
        return store;
    }

    @Test
    void page_goesOnWhereItStopped_whenTheTimeIsOver() throws IOException {
        List<LogRecord> records = Records.some(new Random(4), 3000);
        try (LogStore store = filled(records)) {
            LogQuery query = LogQuery.of(Stores.APPS).limit(5000).build();
            List<LogRecord> found = new ArrayList<>();
            Position after = null;
            int pages = 0;
            do {
                AtomicLong asked = new AtomicLong();
                Budget budget = new Budget(MINUTE, () -> asked.incrementAndGet() > 2, bytes -> {});
                Found page = store.search().page(query.with().after(after).build(), budget);
                page.hits().forEach(hit -> found.add(hit.record()));
                after = page.next();
                pages++;
            } while (after != null);

            assertThat(pages).isGreaterThan(2);
            assertThat(found).isEqualTo(Model.answer(query, records));
        }
    }

    @Test
    void page_goesOnWhereItStopped_whenNothingIsFoundForLong() throws IOException {
        List<LogRecord> records = Records.some(new Random(8), 3000);
        filled(records).close();
        try (LogStore store = Stores.open(temporary, Stores.small())) {
            LogQuery query = LogQuery.of(Stores.APPS).words("nobodysaysthis").build();
            Position after = null;
            int pages = 0;
            do {
                Found page = store.search()
                        .page(query.with().after(after).build(), new Budget(MINUTE, () -> true, bytes -> {}));
                assertThat(page.hits()).isEmpty();
                after = page.next();
                pages++;
            } while (after != null);

            assertThat(pages).isGreaterThan(2);
        }
    }

    @Test
    void page_keepsItsPlaces_whenSegmentsAreSealedBetween() throws IOException {
        List<LogRecord> records = new ArrayList<>();
        for (int i = 0; i < 500; i++) records.add(record(0, 1 + i % 3, "i", "same time " + i));
        List<LogRecord> found = new ArrayList<>();
        Position after;
        LogQuery query = LogQuery.of(Stores.APPS).limit(100).build();
        try (LogStore store = filled(records)) {
            Found page = store.search().page(query, Budget.of(MINUTE));
            page.hits().forEach(hit -> found.add(hit.record()));
            after = page.next();
        }
        try (LogStore store = Stores.open(temporary, Stores.small())) {
            found.addAll(Stores.all(store, query.with().after(after).build()));
        }

        assertThat(found).containsExactlyInAnyOrderElementsOf(records);
    }

    @Test
    void page_stopsAnExpressionThatWouldNotEnd() throws IOException {
        try (LogStore store = filled(List.of(record(0, 1, "i", "a".repeat(300))))) {
            LogQuery query = LogQuery.of(Stores.APPS)
                    .test(new TextTest.Matches(Pattern.compile(".*a".repeat(12) + "b"), false))
                    .build();

            Found found = store.search().page(query, Budget.of(Duration.ofMillis(50)));

            assertThat(found.complete()).isFalse();
            assertThat(found.next()).isNotNull();
        }
    }

    @Test
    void around_givesNeighboursOfTheSameAppAndInstance() throws IOException {
        List<LogRecord> records = new ArrayList<>();
        for (int i = 0; i < 100; i++) records.add(record(i, 1 + i % 2, "i" + i % 4, "line " + i));
        try (LogStore store = filled(records)) {
            Found.Hit hit = store.search()
                    .page(LogQuery.of(Stores.APPS).words("line 50").build(), Budget.of(MINUTE))
                    .hits()
                    .getFirst();

            assertThat(store.search().around(hit, 2, 3, Budget.of(MINUTE)))
                    .extracting(each -> each.record().message())
                    .containsExactly("line 42", "line 46", "line 50", "line 54", "line 58", "line 62");
        }
    }

    @Test
    void histogram_countsByTimeAndLevel() throws IOException {
        List<LogRecord> records = Records.some(new Random(6), 2000);
        long from = Records.NOON - 600_000_000_000L;
        long bucket = 60_000_000_000L;
        try (LogStore store = filled(records)) {
            LogQuery query =
                    LogQuery.of(Stores.APPS).between(from, from + 50 * bucket).build();
            Histogram histogram = store.search().histogram(query, bucket, Budget.of(MINUTE));

            Map<String, Long> expected = new HashMap<>();
            for (LogRecord each : Model.answer(query, records)) {
                expected.merge((each.timeNs() - from) / bucket + " " + each.level(), 1L, Long::sum);
            }
            Map<String, Long> found = new HashMap<>();
            for (int i = 0; i < histogram.buckets().size(); i++) {
                for (Level level : Level.values()) {
                    if (histogram.count(i, level) > 0) found.put(i + " " + level, histogram.count(i, level));
                }
            }
            assertThat(found).isEqualTo(expected);
        }
    }

    @Test
    void values_countsWhatAFieldHas() throws IOException {
        List<LogRecord> records = Records.some(new Random(7), 1000);
        try (LogStore store = filled(records)) {
            LogQuery query = LogQuery.of(Stores.APPS).levels(Set.of(Level.INFO)).build();
            Map<String, Long> expected = new HashMap<>();
            for (LogRecord each : Model.answer(query, records)) expected.merge(each.node(), 1L, Long::sum);

            Counts counts = store.summaries().values(query, Field.NODE, 10, Budget.of(MINUTE));

            Map<String, Long> found = new HashMap<>();
            counts.counts().forEach(each -> found.put(each.value(), each.records()));
            assertThat(found).isEqualTo(expected);
            assertThat(counts.complete()).isTrue();
        }
    }

    @Test
    void newPatterns_areThoseThatDidNotOccurBefore() throws IOException {
        List<LogRecord> records = new ArrayList<>();
        for (int i = 0; i < 100; i++) records.add(record(i, 1, "i", "order " + i + " shipped"));
        for (int i = 0; i < 100; i++) {
            records.add(
                    record(1000 + i, 1, "i", i % 10 == 0 ? "disk " + i + " is failing" : "order " + i + " shipped"));
        }
        try (LogStore store = filled(records)) {
            LogQuery before = LogQuery.of(Stores.APPS)
                    .between(0, Records.NOON + 1_000_000_000_000L)
                    .build();
            LogQuery after = LogQuery.of(Stores.APPS)
                    .between(Records.NOON + 1_000_000_000_000L, Long.MAX_VALUE)
                    .build();

            assertThat(store.summaries()
                            .patterns(after, 2, Budget.of(MINUTE))
                            .counts()
                            .getFirst())
                    .isEqualTo(new Counts.Count("order * shipped", 90));
            assertThat(store.summaries()
                            .newPatterns(after, before, 5, Budget.of(MINUTE))
                            .counts())
                    .containsExactly(new Counts.Count("disk * is failing", 9));
        }
    }

    @Test
    void tail_givesWhatComes_andSaysHowMuchWasLost() throws Exception {
        try (LogStore store = Stores.open(temporary, Stores.small())) {
            LogTail tail = store.tail(LogQuery.of(Set.of(1L)).words("order").build(), 2);
            Stores.append(
                    store,
                    1,
                    List.of(
                            record(0, 1, "i", "Order 1"),
                            record(1, 2, "i", "order 2"),
                            record(2, 1, "i", "orders 3"),
                            record(3, 1, "i", "order 4"),
                            record(4, 1, "i", "order 5")));
            LogTail.News news = tail.next(MINUTE);

            assertThat(news.records()).extracting(LogRecord::message).containsExactly("Order 1", "order 4");
            assertThat(news.lost()).isEqualTo(1);
            tail.close();
            assertThat(tail.next(MINUTE).records()).isEmpty();
        }
    }
}
