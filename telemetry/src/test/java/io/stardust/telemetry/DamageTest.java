package io.stardust.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.house.LongRun;
import io.stardust.telemetry.log.Field;
import io.stardust.telemetry.log.LogRecord;
import io.stardust.telemetry.query.LogQuery;
import io.stardust.telemetry.search.Budget;
import io.stardust.telemetry.search.Found;
import io.stardust.telemetry.segment.NewerFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are not as they were written: fewer records, never others, never a crash. */
class DamageTest {
    private static final LogQuery ALL = LogQuery.of(Stores.APPS).limit(10_000).build();

    @TempDir
    Path temporary;

    private Path stored(List<LogRecord> records) throws IOException {
        Path folder = temporary.resolve("store");
        try (LogStore store = Stores.open(folder, Stores.small())) {
            Stores.appendAll(store, records, 100);
        }
        return folder;
    }

    private static List<Path> segments(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".seg"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void page_leavesOutABlock_andCountsIt_whenABitIsFlipped() throws IOException {
        List<LogRecord> records = Records.some(new Random(1), 2000);
        Path folder = stored(records);
        Path segment = segments(folder).getFirst();
        byte[] bytes = Files.readAllBytes(segment);
        bytes[200] ^= 4; // the first block begins behind the header's 32 bytes
        Files.write(segment, bytes);

        try (LogStore store = Stores.open(folder, Stores.small())) {
            Found found = store.search().page(ALL, Budget.of(Duration.ofMinutes(1)));

            assertThat(found.damaged()).isEqualTo(1);
            assertThat(found.hits()).hasSizeLessThan(records.size()).hasSizeGreaterThan(records.size() / 2);
            assertThat(records)
                    .containsAll(found.hits().stream().map(Found.Hit::record).toList());
        }
    }

    @Test
    void page_countsASegment_whenItsEndIsDamaged_untilItsDayGoes() throws IOException {
        List<LogRecord> records = Records.some(new Random(4), 2000);
        Path folder = stored(records);
        Path segment = segments(folder).getFirst();
        byte[] bytes = Files.readAllBytes(segment);
        bytes[bytes.length - 50] ^= 4; // in the trailer
        Files.write(segment, bytes);
        long day = Duration.ofDays(1).toNanos();
        LogQuery before =
                ALL.with().between(Records.NOON - 3 * day, Records.NOON - day).build();

        try (LogStore store = Stores.open(folder, Stores.small())) {
            Found found = store.search().page(ALL, Budget.of(Duration.ofMinutes(1)));
            assertThat(found.damaged()).isEqualTo(1);
            assertThat(found.hits()).hasSizeLessThan(records.size());
            assertThat(store.search()
                            .page(before, Budget.of(Duration.ofMinutes(1)))
                            .damaged())
                    .isZero();
            assertThat(store.leftOut()).isEqualTo(1);
        }
        Instant later = Stores.NOW.plus(Duration.ofDays(9));
        try (LogStore store = Stores.open(folder, Stores.small().withClock(() -> later))) {
            store.expire();
            assertThat(store.leftOut()).isZero();
            assertThat(segments(folder)).isEmpty();
        }
    }

    @Test
    @Tag("fuzz")
    void open_findsNothingWrong_whateverIsBroken() throws IOException {
        List<LogRecord> records = Records.some(new Random(2), 400);
        Set<LogRecord> known = new HashSet<>(records);
        Path folder = stored(records);
        List<Path> segments = segments(folder);
        List<byte[]> whole = new ArrayList<>();
        for (Path segment : segments) whole.add(Files.readAllBytes(segment));
        for (int seed : LongRun.rounds(100)) {
            Random random = new Random(seed);
            int which = random.nextInt(segments.size());
            Files.write(segments.get(which), broken(whole.get(which), random));
            try (LogStore store = Stores.open(folder, Stores.small())) {
                LogRecord one = records.get(random.nextInt(records.size()));
                List<LogQuery> queries = List.of(
                        ALL,
                        ALL.with().words(Records.word(random)).build(),
                        ALL.with()
                                .words(Records.variable(random.nextInt(9), random))
                                .build(),
                        ALL.with().field(Field.INSTANCE, one.instance()).build());
                for (LogQuery query : queries) {
                    Found found = store.search().page(query, Budget.of(Duration.ofMinutes(1)));
                    for (Found.Hit hit : found.hits())
                        assertThat(known).as("seed %d", seed).contains(hit.record());
                }
                store.summaries().patterns(ALL, 10, Budget.of(Duration.ofMinutes(1)));
            } catch (NewerFormat e) {
                assertThat(e).hasMessageContaining("format");
            }
            Files.write(segments.get(which), whole.get(which));
        }
    }

    private static byte[] broken(byte[] whole, Random random) {
        if (random.nextInt(6) == 0) return Arrays.copyOf(whole, random.nextInt(whole.length));
        byte[] bytes = whole.clone();
        for (int i = random.nextInt(4); i >= 0; i--) {
            int tail = random.nextInt(2) == 0 ? Math.min(bytes.length, 400) : bytes.length;
            int at = bytes.length - 1 - random.nextInt(tail);
            bytes[at] = random.nextBoolean() ? (byte) random.nextInt(256) : (byte) (bytes[at] ^ 1 << random.nextInt(8));
        }
        return bytes;
    }
}
