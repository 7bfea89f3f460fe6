package io.stardust.telemetry;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.stardust.telemetry.log.BatchId;
import io.stardust.telemetry.log.Level;
import io.stardust.telemetry.log.LogRecord;
import io.stardust.telemetry.query.LogQuery;
import io.stardust.telemetry.search.Budget;
import io.stardust.telemetry.search.Found;
import io.stardust.telemetry.segment.NewerFormat;
import io.stardust.telemetry.store.IntakeFull;
import io.stardust.telemetry.store.Keep;
import io.stardust.telemetry.store.StoreFailing;
import io.stardust.telemetry.store.Taken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogStoreTest {
    private static final LogQuery ALL = LogQuery.of(Stores.APPS).oldestFirst().build();

    private static final long STEP_NS = 100_000_000; // between two records

    @TempDir
    Path temporary;

    private static LogRecord record(long second, String message) {
        return LogRecord.of(Records.NOON + second * 1_000_000_000L, Level.INFO, 1, message);
    }

    /** What a kill would leave: the files as they are while the store works. */
    private Path killed(Path folder) throws IOException {
        Path copy = temporary.resolve("killed");
        List<Path> files;
        try (Stream<Path> found = Files.walk(folder)) {
            files = found.filter(Files::isRegularFile).toList();
        }
        for (Path file : files) {
            Path target = copy.resolve(folder.relativize(file));
            Files.createDirectories(requireNonNull(target.getParent()));
            Files.copy(file, target);
        }
        return copy;
    }

    @Test
    void append_keepsEachByte_whateverTheMessageIs() throws IOException {
        StringBuilder tokens = new StringBuilder();
        for (int i = 0; i < 1_000_000; i++) tokens.append('t').append(i).append(' ');
        List<LogRecord> records = List.of(
                record(0, ""),
                record(1, "x".repeat(1 << 20)),
                record(2, "\u0000\u0001\u0011\u0012\u0013 12 \r\n\r\n\t\u001b[0m"),
                record(3, "浠ｇ爜锛氱敤鎴风櫥褰曞け璐� 用户登录失败 12 ３４"),
                record(4, tokens.toString()),
                record(5, "00 007 0 9223372036854775807 99999999999999999999 DEADBEEF01 DeadBeef01 deadbeef01"),
                record(6, "550E8400-E29B-41D4-A716-446655440000 550e8400-E29B-41d4-a716-446655440000 \uD83D\uDE00"),
                record(7, "a 1\n".repeat(3000)));
        List<LogRecord> twice = new ArrayList<>(records); // the second sight makes templates
        for (LogRecord each : records) twice.add(each.at(each.timeNs() + 60_000_000_000L));

        try (LogStore store = Stores.open(temporary, Stores.settings())) {
            Stores.append(store, 1, twice);
            assertThat(Stores.all(store, ALL)).isEqualTo(twice);
        }
        try (LogStore store = Stores.open(temporary, Stores.settings())) {
            assertThat(Stores.all(store, ALL)).isEqualTo(twice);
            assertThat(Stores.all(store, ALL.with().words("t999999").build())).hasSize(2);
            assertThat(Stores.all(store, ALL.with().words("t1000000").build())).isEmpty();
        }
    }

    /** The memory of a block is used again once it is written, but not while somebody reads it. */
    @Test
    void append_changesNothingThatIsRead_whenBlocksAreFilledAgain() throws Exception {
        int batches = 12;
        int size = 1_500; // of which a block holds two and a half
        try (LogStore store = Stores.open(temporary, Stores.settings());
                var reader = Executors.newSingleThreadExecutor()) {
            var appended = new AtomicBoolean();
            Future<Long> read = reader.submit(() -> {
                long seen = 0;
                while (!appended.get()) seen += consistent(store);
                return seen;
            });
            for (int batch = 0; batch < batches; batch++) {
                List<LogRecord> records = new ArrayList<>(size);
                for (int i = 0; i < size; i++) {
                    int number = batch * size + i;
                    long time = Records.NOON + number * STEP_NS;
                    records.add(LogRecord.of(time, Level.INFO, 1, "number " + number + " is " + number));
                }
                Stores.append(store, batch, records);
            }
            appended.set(true);
            assertThat(read.get()).isPositive();
            assertThat(Stores.all(store, ALL)).hasSize(batches * size);
            consistent(store);
        }
    }

    /** The newest 200 records; each says its time twice. */
    private static long consistent(LogStore store) {
        LogQuery newest = LogQuery.of(Stores.APPS).words("number").limit(200).build();
        List<Found.Hit> hits =
                store.search().page(newest, Budget.of(Duration.ofMinutes(1))).hits();
        for (Found.Hit hit : hits) {
            long number = (hit.record().timeNs() - Records.NOON) / STEP_NS;
            assertThat(hit.record().message()).isEqualTo("number " + number + " is " + number);
        }
        return hits.size();
    }

    @Test
    void append_storesABatchOnce_whenItIsSentAgain() throws IOException {
        List<LogRecord> records = List.of(record(0, "once"));
        try (LogStore store = Stores.open(temporary, Stores.small())) {
            assertThat(Stores.append(store, 7, records)).isEqualTo(new Taken(1, 0, 0, false));
            assertThat(Stores.append(store, 7, records)).isEqualTo(new Taken(0, 0, 0, true));
            try (LogStore again = Stores.open(killed(temporary), Stores.small())) {
                assertThat(Stores.append(again, 7, records).repeated()).isTrue();
                assertThat(Stores.all(again, ALL)).isEqualTo(records);
            }
        }
        try (LogStore store = Stores.open(temporary, Stores.small())) {
            assertThat(Stores.append(store, 7, records).repeated()).isTrue();
            assertThat(Stores.append(store, 8, records).repeated()).isFalse();
            assertThat(Stores.all(store, ALL)).hasSize(2);
        }
    }

    @Test
    void append_storesABatchOnce_whenAKillCameBetweenTheSegmentAndTheListOfBatches() throws IOException {
        Path copy = temporary.resolve("copy");
        try (LogStore store = Stores.open(temporary, Stores.small())) {
            Stores.append(store, 7, List.of(record(0, "once")));
            Files.copy(files(".log").getFirst(), copy);
        }
        Files.move(copy, temporary.resolve("logs/standard/journal/1.log"));
        Files.delete(temporary.resolve("logs/standard/batches"));

        Stores.open(temporary, Stores.small()).close();
        try (LogStore store = Stores.open(temporary, Stores.small())) {
            assertThat(Stores.append(store, 7, List.of(record(0, "once"))).stored())
                    .isZero();
            assertThat(Stores.all(store, ALL)).hasSize(1);
        }
    }

    @Test
    void open_readsAgainWhatTheJournalHolds_andDropsWhatIsNotWhole() throws IOException {
        Random random = new Random(1);
        List<LogRecord> records = Records.some(random, 600);
        try (LogStore store = Stores.open(temporary, Stores.settings())) {
            for (int i = 0; i < 6; i++) Stores.append(store, i, records.subList(100 * i, 100 * i + 100));
            Path copy = killed(temporary);
            Path journal = copy.resolve("logs/standard/journal/1.log");
            byte[] bytes = Files.readAllBytes(journal);
            Files.write(journal, Arrays.copyOf(bytes, bytes.length - 1));
            try (LogStore again = Stores.open(copy, Stores.settings())) {
                assertThat(Stores.all(again, ALL)).isEqualTo(Model.answer(ALL, records.subList(0, 500)));
                assertThat(Stores.append(again, 5, records.subList(500, 600)).repeated())
                        .isFalse();
                assertThat(Stores.all(again, ALL)).isEqualTo(Model.answer(ALL, records));
            }
        }
    }

    @Test
    void append_believesOnlyTimesThatCanBe() throws IOException {
        long now = Stores.NOW.getEpochSecond() * 1_000_000_000L;
        try (LogStore store = Stores.open(temporary, Stores.small())) {
            Taken taken = Stores.append(
                    store,
                    1,
                    List.of(
                            record(0, "fine"),
                            LogRecord.of(0, Level.INFO, 1, "no time"),
                            LogRecord.of(now + Duration.ofMinutes(11).toNanos(), Level.INFO, 1, "ahead"),
                            LogRecord.of(now - Duration.ofDays(7).toNanos() - 1, Level.INFO, 1, "old"),
                            LogRecord.of(now - Duration.ofDays(7).toNanos(), Level.INFO, 1, "late")));

            assertThat(taken).isEqualTo(new Taken(4, 1, 1, false));
            assertThat(Stores.all(store, ALL))
                    .extracting(LogRecord::message)
                    .containsExactly("late", "fine", "no time", "ahead");
            assertThat(Stores.all(store, ALL).getLast().timeNs()).isEqualTo(now);
        }
    }

    @Test
    void append_refuses_whenTooMuchWaits() throws Exception {
        TrickDisk disk = new TrickDisk();
        CountDownLatch gate = new CountDownLatch(1);
        List<CompletableFuture<Taken>> answers = new ArrayList<>();
        try (LogStore store = Stores.open(
                temporary, Stores.settings().withSizes(10_000, 1 << 20, 1 << 20).withDisk(disk))) {
            disk.gate = gate;
            Throwable refused = catchThrowable(() -> {
                for (int i = 0; i < 100; i++) {
                    List<LogRecord> some = List.of(record(i, "x".repeat(1000)));
                    answers.add(store.append(Stores.KEEP, new BatchId("test", i), some));
                }
            });
            gate.countDown();
            disk.gate = null;

            assertThat(refused).isInstanceOf(IntakeFull.class).hasMessageContaining("bytes wait");
            for (CompletableFuture<Taken> each : answers) {
                assertThat(each.get(60, TimeUnit.SECONDS).stored()).isEqualTo(1);
            }
            assertThat(Stores.all(store, ALL)).hasSameSizeAs(answers);
        }
    }

    @Test
    void append_saysThatTheDiskIsFull_andGoesOnWhenThereIsRoom() throws IOException {
        TrickDisk disk = new TrickDisk();
        List<LogRecord> kept = new ArrayList<>();
        Random random = new Random(3);
        StoreSettings settings = Stores.small().withDisk(disk);
        try (LogStore store = Stores.open(temporary, settings)) {
            disk.free.set(30_000);
            int failed = 0;
            for (int i = 0; i < 300 && failed < 5; i++) {
                List<LogRecord> some = Records.some(random, 40);
                try {
                    Stores.append(store, i, some);
                    kept.addAll(some);
                } catch (CompletionException | StoreFailing e) {
                    failed++;
                }
            }
            assertThat(failed).isEqualTo(5);
            assertThat(Stores.all(store, ALL)).containsExactlyInAnyOrderElementsOf(kept);
            disk.free.set(Long.MAX_VALUE);
            List<LogRecord> more = Records.some(random, 40);
            boolean taken = false;
            for (long until = System.nanoTime() + 60_000_000_000L; !taken && System.nanoTime() < until; ) {
                try {
                    Stores.append(store, 1000, more);
                    taken = true;
                } catch (StoreFailing e) {
                    Thread.onSpinWait();
                }
            }
            assertThat(taken).isTrue();
            kept.addAll(more);
        }
        try (LogStore store = Stores.open(temporary, Stores.small())) {
            assertThat(Stores.all(store, ALL)).containsExactlyInAnyOrderElementsOf(kept);
        }
    }

    @Test
    void append_leavesNoFileBehind_whenTheDiskIsFullFromTheStart() throws IOException {
        TrickDisk disk = new TrickDisk();
        try (LogStore store = Stores.open(temporary, Stores.small().withDisk(disk))) {
            disk.free.set(10); // a file can be made, and not be begun
            assertThatThrownBy(() -> Stores.append(store, 1, List.of(record(0, "lost"))))
                    .hasRootCauseMessage("No space left on device");
            assertThat(store.failing()).isEqualTo("standard cannot be written: No space left on device");
            assertThat(files(".log")).isEmpty();

            disk.free.set(Long.MAX_VALUE);
            awaitWell(store);
        }

        assertThat(files(".log")).isEmpty();
        assertThat(files(".seg")).isEmpty();
        try (LogStore store = Stores.open(temporary, Stores.small())) {
            Stores.append(store, 1, List.of(record(0, "kept")));
            assertThat(Stores.all(store, ALL)).hasSize(1);
        }
    }

    private static void awaitWell(LogStore store) {
        long until = System.nanoTime() + 60_000_000_000L;
        while (store.failing() != null && System.nanoTime() < until) Thread.onSpinWait();
        assertThat(store.failing()).isNull();
    }

    private List<Path> files(String end) throws IOException {
        try (Stream<Path> files = Files.walk(temporary)) {
            return files.filter(file -> file.toString().endsWith(end)).toList();
        }
    }

    @Test
    void append_answersWhenItIsForced_whenItIsStrict() throws IOException {
        try (LogStore store = Stores.open(temporary, Stores.small().withStrict(true))) {
            assertThat(Stores.append(store, 1, List.of(record(0, "safe"))).stored())
                    .isEqualTo(1);
        }
    }

    @Test
    void append_tellsHowMuchEachAppSent() throws IOException {
        Map<Long, Long> counted = new TreeMap<>();
        try (LogStore store =
                LogStore.open(temporary, Stores.small(), (app, bytes) -> counted.merge(app, bytes, Long::sum))) {
            Stores.append(
                    store,
                    1,
                    List.of(record(0, "12345"), LogRecord.of(Records.NOON, Level.INFO, 2, "123"), record(1, "1")));
        }

        assertThat(counted).isEqualTo(Map.of(1L, 8L, 2L, 4L));
    }

    @Test
    void open_refusesInWords_whenANewerProgramWroteTheFolder() throws IOException {
        Stores.open(temporary, Stores.small()).close();
        Files.writeString(temporary.resolve("format"), "stardust telemetry 2\n");

        assertThatThrownBy(() -> Stores.open(temporary, Stores.small()))
                .isInstanceOf(NewerFormat.class)
                .hasMessageContaining("format 2")
                .hasMessageContaining("up to 1");
    }

    @Test
    void open_refuses_whenAnotherStoreHasTheFolder() throws IOException {
        try (LogStore store = Stores.open(temporary, Stores.small())) {
            assertThat(store.held()).hasSize(1);
            assertThatThrownBy(() -> Stores.open(temporary, Stores.small()))
                    .hasMessageContaining("is open in this program");
        }
    }

    @Test
    void expire_deletesWhatIsOlderThanItsDays() throws IOException {
        AtomicReference<Instant> now = new AtomicReference<>(Stores.NOW);
        StoreSettings settings = Stores.small().withClock(now::get);
        try (LogStore store = Stores.open(temporary, settings)) {
            Stores.append(store, 1, List.of(record(0, "old")));
        }
        try (LogStore store = Stores.open(temporary, settings)) {
            now.set(Stores.NOW.plus(Duration.ofDays(7)));
            store.expire();
            assertThat(Stores.all(store, ALL)).hasSize(1);
            now.set(Stores.NOW.plus(Duration.ofDays(8)));
            assertThat(store.expire()).isEqualTo(1);
            assertThat(Stores.all(store, ALL)).isEmpty();
            assertThat(temporary.resolve("logs/standard/2026-11-29")).doesNotExist();
        }
    }

    @Test
    void expire_deletesTheOldestSegments_whenThereAreTooManyBytes() throws IOException {
        StoreSettings settings = StoreSettings.of(List.of(new Keep(Stores.KEEP, 7, 16L << 20)))
                .withClock(() -> Stores.NOW)
                .withSizes(8 << 20, 4 << 20, 2 << 20);
        Random random = new Random(5);
        byte[] noise = new byte[1 << 20];
        try (LogStore store = Stores.open(temporary, settings)) {
            for (int i = 0; i < 24; i++) {
                random.nextBytes(noise);
                String message = HexFormat.of().formatHex(noise);
                Stores.append(store, i, List.of(record(i, message + "x")));
            }
        }
        try (LogStore store = Stores.open(temporary, settings)) {
            assertThat(store.expire()).as("left by the start").isZero();
            assertThat(store.held().getFirst().bytes()).isLessThanOrEqualTo(16L << 20);
            List<LogRecord> left = Stores.all(store, ALL);
            assertThat(left.getFirst().timeNs()).isGreaterThan(Records.NOON);
            assertThat(left.getLast().timeNs()).isEqualTo(Records.NOON + 23_000_000_000L);
        }
    }

    @Test
    void backUp_copiesAllThatWasAnswered_whileMoreComes() throws IOException {
        Random random = new Random(2);
        List<LogRecord> records = Records.some(random, 2000);
        Path backup = temporary.resolve("backup");
        Path restored = temporary.resolve("restored");
        try (LogStore store = Stores.open(temporary.resolve("store"), Stores.small())) {
            Stores.appendAll(store, records, 50);
            store.backUp(backup);
            Stores.append(store, 100_000, List.of(record(0, "later")));
        }
        StoreFolder.restore(backup, restored);

        try (LogStore store = Stores.open(restored, Stores.small())) {
            assertThat(Stores.all(store, ALL)).isEqualTo(Model.answer(ALL, records));
            assertThat(Stores.append(store, 1950, records.subList(1950, 2000)).repeated())
                    .isTrue();
        }
        assertThatThrownBy(() -> StoreFolder.restore(backup, restored)).hasMessageContaining("not empty");
    }
}
