package io.stardust.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stardust.telemetry.log.BatchId;
import io.stardust.telemetry.log.Level;
import io.stardust.telemetry.log.LogRecord;
import io.stardust.telemetry.query.LogQuery;
import io.stardust.telemetry.query.Position;
import io.stardust.telemetry.search.Budget;
import io.stardust.telemetry.search.Found;
import io.stardust.telemetry.store.Keep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetentionClassesTest {
    private static final Keep STANDARD = new Keep("standard", 7, 1L << 30);
    private static final Keep AUDIT = new Keep("audit", 365, 1L << 30);
    private static final Keep SHORT = new Keep("short", 1, 1L << 30);
    private static final LogQuery ALL = LogQuery.of(Stores.APPS).oldestFirst().build();

    private final AtomicReference<Instant> now = new AtomicReference<>(Stores.NOW);

    @TempDir
    Path folder;

    private LogStore open(Keep... keeps) throws IOException {
        return Stores.open(folder, StoreSettings.of(List.of(keeps)).withClock(now::get));
    }

    private static void append(LogStore store, String keep, String... messages) {
        List<LogRecord> records = new ArrayList<>();
        for (String message : messages) records.add(LogRecord.of(Records.NOON, Level.INFO, 1, message));
        assertThat(store.append(keep, new BatchId("of " + keep, messages[0].hashCode()), records)
                        .join()
                        .stored())
                .isEqualTo(messages.length);
    }

    private static List<String> messages(LogStore store) {
        return Stores.all(store, ALL).stream().map(LogRecord::message).toList();
    }

    private void pass(int days) {
        now.updateAndGet(time -> time.plus(Duration.ofDays(days)));
    }

    @Test
    void expire_keepsEachClassForItsOwnDays() throws IOException {
        try (LogStore store = open(STANDARD, AUDIT, SHORT)) {
            append(store, "standard", "served");
            append(store, "audit", "signed in");
            append(store, "short", "looked");
            assertThat(messages(store)).containsExactlyInAnyOrder("served", "signed in", "looked");
            assertThat(store.held())
                    .allSatisfy(each -> assertThat(each.bytes()).isPositive())
                    .extracting(LogStore.Held::keep)
                    .containsExactly(STANDARD, AUDIT, SHORT);
        }
        pass(2);
        try (LogStore store = open(STANDARD, AUDIT, SHORT)) {
            assertThat(messages(store)).containsExactlyInAnyOrder("served", "signed in");
            pass(6);
            store.expire();
            assertThat(messages(store)).containsExactly("signed in");
            pass(358);
            store.expire();
            assertThat(messages(store)).isEmpty();
        }
    }

    @Test
    void open_keepsAClassByItsLastRules_whenTheSettingsDoNotNameItAnyMore() throws IOException {
        try (LogStore store = open(STANDARD, AUDIT)) {
            append(store, "standard", "served");
            append(store, "audit", "signed in");
        }
        pass(300);
        try (LogStore store = open(STANDARD)) {
            assertThat(messages(store)).containsExactly("signed in");
            assertThat(store.held())
                    .filteredOn(each -> !each.taking())
                    .extracting(LogStore.Held::keep)
                    .containsExactly(AUDIT);
            assertThatThrownBy(() -> append(store, "audit", "late"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("'audit' (expected: one of [standard])");
            pass(66);
            assertThat(store.expire()).isEqualTo(1);
        }
        assertThat(folder.resolve("logs/audit")).exists();
        try (LogStore store = open(STANDARD)) {
            assertThat(store.held()).hasSize(1);
            assertThat(folder.resolve("logs/audit")).doesNotExist();
        }
    }

    @Test
    void open_takesAgain_whenAClassIsNamedOnceMore() throws IOException {
        try (LogStore store = open(STANDARD, AUDIT)) {
            append(store, "audit", "signed in");
        }
        open(STANDARD).close();
        Keep shorter = new Keep("audit", 30, 1L << 30);
        try (LogStore store = open(STANDARD, shorter)) {
            append(store, "audit", "signed out");
            assertThat(messages(store)).containsExactly("signed in", "signed out");
        }
        pass(31);
        try (LogStore store = open(STANDARD)) {
            assertThat(messages(store)).isEmpty();
        }
    }

    @Test
    void page_goesOnFromItsPosition_whenClassesCameAndWent() throws IOException {
        try (LogStore store = open(STANDARD, AUDIT, SHORT)) {
            append(store, "standard", "a", "b");
            append(store, "audit", "c", "d");
            append(store, "short", "e", "f");
        }
        List<List<Keep>> settings = List.of(
                List.of(STANDARD, AUDIT, SHORT), List.of(SHORT, STANDARD), List.of(new Keep("new", 7, 1L << 30)));
        List<String> found = new ArrayList<>();
        @Nullable Position after = null;
        for (List<Keep> each : settings) {
            try (LogStore store = open(each.toArray(Keep[]::new))) {
                Found page =
                        store.search().page(ALL.with().limit(2).after(after).build(), Budget.of(Duration.ofMinutes(1)));
                for (Found.Hit hit : page.hits()) found.add(hit.record().message());
                after = page.next();
            }
        }

        assertThat(found).containsExactly("a", "b", "c", "d", "e", "f");
    }

    @Test
    void append_storesNothing_whenAnotherClassTookTheBatch() throws IOException {
        BatchId id = new BatchId("output 1", 7);
        List<LogRecord> records = List.of(LogRecord.of(Records.NOON, Level.INFO, 1, "once"));
        try (LogStore store = open(STANDARD, AUDIT)) {
            assertThat(store.append("standard", id, records).join().stored()).isEqualTo(1);
        }
        try (LogStore store = open(STANDARD, AUDIT)) {
            assertThat(store.append("audit", id, records).join().repeated()).isTrue();
            assertThat(messages(store)).containsExactly("once");
        }
    }

    @Test
    void open_leavesAFolderAsItIs_whenNobodySaysHowLongItIsKept() throws IOException {
        try (LogStore store = open(STANDARD, AUDIT)) {
            append(store, "standard", "served");
            append(store, "audit", "signed in");
        }
        Path rules = folder.resolve("logs/audit/rules");
        assertThat(rules).hasContent("place 1 days 365 bytes 1073741824");
        Files.write(rules, new byte[] {(byte) 0xff, 3, 'p'});
        try (LogStore store = open(STANDARD)) {
            assertThat(messages(store)).containsExactly("served");
        }
        try (LogStore store = open(STANDARD, AUDIT)) {
            assertThat(messages(store)).containsExactlyInAnyOrder("served", "signed in");
        }
    }

    @Test
    void open_findsWhatIsThere_whenNoRulesCanBeWritten() throws IOException {
        TrickDisk disk = new TrickDisk();
        try (LogStore store = open(STANDARD)) {
            append(store, "standard", "served");
        }
        disk.free.set(0);
        StoreSettings settings = StoreSettings.of(List.of(new Keep("standard", 3, 1L << 30)))
                .withClock(now::get)
                .withDisk(disk);
        try (LogStore store = Stores.open(folder, settings)) {
            assertThat(messages(store)).containsExactly("served");
        }
    }

    @Test
    void restore_findsAllClasses_alsoThoseThatAreNotNamedAnyMore(@TempDir Path elsewhere) throws IOException {
        try (LogStore store = open(STANDARD, AUDIT)) {
            append(store, "audit", "signed in");
        }
        Path backup = elsewhere.resolve("backup");
        try (LogStore store = open(STANDARD, SHORT)) {
            append(store, "short", "looked");
            store.backUp(backup);
        }
        Path restored = elsewhere.resolve("restored");
        StoreFolder.restore(backup, restored);
        try (LogStore store =
                Stores.open(restored, StoreSettings.of(List.of(STANDARD, SHORT)).withClock(now::get))) {
            assertThat(messages(store)).containsExactlyInAnyOrder("signed in", "looked");
            assertThat(store.held()).extracting(LogStore.Held::keep).containsExactly(STANDARD, SHORT, AUDIT);
        }
    }
}
