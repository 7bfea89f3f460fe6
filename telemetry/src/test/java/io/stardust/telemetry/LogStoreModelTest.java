package io.stardust.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.house.LongRun;
import io.stardust.telemetry.log.Field;
import io.stardust.telemetry.log.Level;
import io.stardust.telemetry.log.LogRecord;
import io.stardust.telemetry.query.FieldTest;
import io.stardust.telemetry.query.LogQuery;
import io.stardust.telemetry.query.TextTest;
import io.stardust.telemetry.search.Budget;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Any query over any records answers what a look at each record answers: open, sealed and opened again. */
class LogStoreModelTest {
    @TempDir
    Path temporary;

    @Test
    @Tag("fuzz")
    void page_answersWhatALookAtEachRecordAnswers_whateverIsStoredAndAsked() throws Exception {
        for (int seed : LongRun.rounds(5)) {
            Random random = new Random(seed);
            List<LogRecord> records = Records.some(random, 1 + random.nextInt(1200));
            Path folder = temporary.resolve("store-" + seed);
            try (LogStore store = Stores.open(folder, Stores.small())) {
                Stores.appendAll(store, records, 1 + random.nextInt(300));
                compare(store, records, random, seed);
            }
            try (LogStore store = Stores.open(folder, Stores.small())) {
                compare(store, records, random, seed);
            }
        }
    }

    private static void compare(LogStore store, List<LogRecord> records, Random random, int seed) {
        LogQuery everything = LogQuery.of(Stores.APPS).limit(777).build();
        assertThat(Stores.all(store, everything)).isEqualTo(Model.answer(everything, records));
        for (int i = 0; i < 20; i++) {
            LogQuery query = query(random, records);
            List<LogRecord> expected = Model.answer(query, records);
            assertThat(Stores.all(store, query)).as("seed %d, %s", seed, query).isEqualTo(expected);
            LogQuery bounded = query.with()
                    .between(
                            Math.max(query.fromNs(), Records.NOON - 7200_000_000_000L),
                            Math.min(query.untilNs(), Records.NOON + 7200_000_000_000L))
                    .build();
            assertThat(store.search()
                            .histogram(bounded, 60_000_000_000L, Budget.of(Duration.ofMinutes(1)))
                            .total())
                    .as("seed %d, histogram of %s", seed, query)
                    .isEqualTo(expected.size());
        }
    }

    private static LogQuery query(Random random, List<LogRecord> records) {
        Set<Long> apps = random.nextInt(3) == 0 ? Set.of(1L + random.nextInt(3)) : Stores.APPS;
        LogQuery.Builder query = LogQuery.of(apps).limit(random.nextBoolean() ? 20 + random.nextInt(80) : 1000);
        if (random.nextBoolean()) query.oldestFirst();
        if (random.nextInt(3) == 0) {
            long from = Records.NOON + 1_000_000_000L * random.nextInt(1500) - 600_000_000_000L;
            query.between(from, from + 1 + 1_000_000_000L * random.nextInt(600));
        }
        if (random.nextInt(3) == 0) query.levels(EnumSet.of(Level.of(random.nextInt(6)), Level.of(random.nextInt(6))));
        if (random.nextInt(4) == 0) query.test(field(random, records));
        for (int i = random.nextInt(3); i > 0; i--) query.test(text(random, records));
        return query.build();
    }

    private static FieldTest field(Random random, List<LogRecord> records) {
        LogRecord one = records.get(random.nextInt(records.size()));
        boolean negated = random.nextInt(4) == 0;
        if (random.nextBoolean() && !one.attributes().isEmpty()) {
            var attribute = one.attributes().getFirst();
            return new FieldTest(null, attribute.name(), attribute.value(), negated);
        }
        Field field = Field.of(random.nextInt(Field.COUNT));
        return new FieldTest(field, "", one.field(field), negated);
    }

    private static TextTest text(Random random, List<LogRecord> records) {
        boolean negated = random.nextInt(5) == 0;
        return switch (random.nextInt(6)) {
            case 0 -> new TextTest.Words(Records.word(random), negated);
            case 1 ->
                new TextTest.Words(Records.variable(random.nextInt(9), random).toLowerCase(Locale.ROOT), negated);
            case 2 -> new TextTest.Matches(Pattern.compile("ord.r|[0-9]{3}\\b|Shop\\.java:7"), negated);
            case 3 -> new TextTest.Anywhere(piece(random, records), negated);
            default -> new TextTest.Words(piece(random, records), negated);
        };
    }

    /** Some part of some message, cut anywhere or between words. */
    private static String piece(Random random, List<LogRecord> records) {
        String message = records.get(random.nextInt(records.size())).message();
        if (message.isEmpty()) return "order";
        List<Integer> cuts = new ArrayList<>();
        for (int i = 0; i <= message.length(); i++) {
            boolean edge = i == 0 || i == message.length() || message.charAt(i) == ' ' || message.charAt(i - 1) == ' ';
            if (edge || random.nextInt(12) == 0) cuts.add(i);
        }
        int from = random.nextInt(cuts.size() - 1);
        int to = Math.min(cuts.size() - 1, from + 1 + random.nextInt(4));
        String piece = message.substring(cuts.get(from), cuts.get(to));
        return random.nextInt(4) == 0 ? piece.toUpperCase(Locale.ROOT) : piece;
    }
}
