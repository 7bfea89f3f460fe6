package io.stardust.server.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stardust.api.access.PersonView;
import io.stardust.server.ManualClock;
import io.stardust.server.ServerUnderTest;
import io.stardust.server.db.Database;
import io.stardust.server.db.TestDatabase;
import io.stardust.server.db.Visible;
import io.stardust.server.http.Origin;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChangesTest {
    private static final ChangeFilter ALL = ChangeFilter.ALL;

    @TempDir
    Path folder;

    private final ManualClock clock = new ManualClock();
    private Database db;
    private Changes changes;
    private ChangeStore store;

    @BeforeEach
    void open() {
        db = TestDatabase.in(folder).start();
        changes = new Changes(db, clock).start();
        store = new ChangeStore(db);
    }

    @AfterEach
    void close() {
        changes.close();
        db.close();
    }

    /** Any record of the program will do. */
    private static PersonView thing(String name) {
        return new PersonView(1, name, null, false, false, "local", 1);
    }

    private static String json(String name) {
        return "{\"id\":1,\"name\":\"%s\",\"platform\":false,\"locked\":false,\"source\":\"local\",\"revision\":1}"
                .formatted(name);
    }

    private long make(String name, long project) {
        return changes.write("system", tx -> {
            long id = tx.nextId("thing");
            tx.record("thing.created", project, id, null, thing(name));
            return id;
        });
    }

    @Test
    void write_tellsListenersInTheOrderOfIds_whenManyWriteAtOnce() {
        List<Long> heard = new CopyOnWriteArrayList<>();
        changes.listen(change -> heard.add(change.id()));

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 200; i++) threads.execute(() -> make("a", 1));
        }

        ServerUnderTest.await(() -> heard.size() == 200);
        assertThat(heard).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void write_recordsWhoWhenAndWhat_whenItCommits() {
        long id = make("web", 3);

        Change change = store.page(Visible.everything(), ALL, 0, 10).items().getFirst();

        assertThat(change)
                .isEqualTo(new Change(
                        1,
                        clock.instant(),
                        "system",
                        null,
                        3L,
                        "thing.created",
                        "thing",
                        Long.toString(id),
                        1,
                        null,
                        null,
                        json("web")));
    }

    @Test
    void write_recordsAndTellsNothing_whenTheMutationThrows() {
        List<Change> heard = new CopyOnWriteArrayList<>();
        changes.listen(heard::add);

        assertThatThrownBy(() -> changes.write("system", tx -> {
                    tx.record("thing.created", 1L, 1, null, thing("lost"));
                    throw new IllegalArgumentException("no");
                }))
                .hasMessage("no");
        long kept = make("kept", 1);

        ServerUnderTest.await(() -> !heard.isEmpty());
        assertThat(heard).singleElement().extracting(Change::after).isEqualTo(json("kept"));
        assertThat(store.page(Visible.everything(), ALL, 0, 10).items())
                .singleElement()
                .extracting(Change::subjectId)
                .isEqualTo(Long.toString(kept));
    }

    @Test
    void listeners_areToldAll_whenOneOfThemFails() {
        List<Long> heard = new CopyOnWriteArrayList<>();
        changes.listen(change -> {
            throw new IllegalStateException("a listener that fails, on purpose");
        });
        changes.listen(change -> heard.add(change.id()));

        make("a", 1);
        make("b", 1);

        ServerUnderTest.await(() -> heard.size() == 2);
        assertThat(heard).containsExactly(1L, 2L);
    }

    @Test
    void page_showsTheNewestFirstAndGoesOn_whenThereAreMore() {
        for (int i = 0; i < 5; i++) make("n" + i, 1);

        List<Change> first = store.page(Visible.everything(), ALL, 0, 2).items();
        List<Change> second =
                store.page(Visible.everything(), ALL, first.getLast().id(), 2).items();

        assertThat(first).extracting(Change::id).containsExactly(5L, 4L);
        assertThat(second).extracting(Change::id).containsExactly(3L, 2L);
    }

    @Test
    void page_hidesOtherProjects_whenNotAllIsVisible() {
        make("mine", 1);
        make("theirs", 2);
        changes.write("system", tx -> tx.record("person.created", null, 9, null, thing("nobody's")));

        List<Change> seen = store.page(Visible.only(Set.of(1L)), ALL, 0, 10).items();

        assertThat(seen).extracting(Change::projectId).containsExactly(1L);
    }

    private List<Change> found(ChangeFilter filter) {
        return store.page(Visible.everything(), filter, 0, 10).items();
    }

    @Test
    void page_filters_whenAsked() {
        long id = make("a", 1);
        clock.advance(Duration.ofHours(1));
        long later = clock.millis();
        make("100%_sure", 1);
        changes.write("user:3 anna", tx -> tx.record("thing.removed", 2L, 7, thing("C"), null));

        assertThat(found(new ChangeFilter(2L, null, null, null, null, null, null, null, null, List.of())))
                .hasSize(1);
        assertThat(found(new ChangeFilter(
                        null, null, "thing", Long.toString(id), null, null, null, null, null, List.of())))
                .extracting(Change::after)
                .containsExactly(json("a"));
        assertThat(found(new ChangeFilter(null, "thing.removed", null, null, null, null, null, null, null, List.of())))
                .hasSize(1);
        assertThat(found(new ChangeFilter(null, "thing.*", null, null, null, null, null, null, null, List.of())))
                .hasSize(3);
        assertThat(found(new ChangeFilter(null, "thin_.*", null, null, null, null, null, null, null, List.of())))
                .isEmpty();
        for (String actor : List.of("user:3", "user:3 anna")) {
            assertThat(found(new ChangeFilter(null, null, null, null, actor, null, null, null, null, List.of())))
                    .hasSize(1);
        }
        assertThat(found(new ChangeFilter(null, null, null, null, "user", null, null, null, null, List.of())))
                .isEmpty();
        for (String text : List.of("0%_S", "ANNA", "removed")) {
            assertThat(found(new ChangeFilter(null, null, null, null, null, text, null, null, null, List.of())))
                    .hasSize(1);
        }
        assertThat(found(new ChangeFilter(null, null, null, null, null, null, null, later, null, List.of())))
                .hasSize(1);
        assertThat(found(new ChangeFilter(null, null, null, null, null, null, later, null, null, List.of())))
                .hasSize(2);
    }

    @Test
    void page_readsSoManyAtOnceAndSaysWhereToGoOn_whenTextIsSearched() {
        make("needle", 1);
        changes.write("system", tx -> {
            for (int i = 1; i < ChangeStore.READ; i++) tx.record("thing.made", 1L, i, null, null);
            tx.record("thing.made", 2L, 1, null, null);
            return 0;
        });
        var search = new ChangeFilter(null, null, null, null, null, "needle", null, null, null, List.of());

        var first = store.page(Visible.everything(), search, 0, 10);
        assertThat(first.items()).isEmpty();
        assertThat(first.next()).isEqualTo(2);
        var second = store.page(Visible.everything(), search, 2, 10);
        assertThat(second.items()).hasSize(1);
        assertThat(second.next()).isNull();

        // what may not be seen, or is not meant, is not counted
        assertThat(store.page(Visible.only(Set.of(1L)), search, 0, 10).items()).hasSize(1);
        var created = new ChangeFilter(null, "thing.created", null, null, null, "needle", null, null, null, List.of());
        assertThat(store.page(Visible.everything(), created, 0, 10).items()).hasSize(1);
    }

    @Test
    void write_recordsFromWhere_whenARequestAsks() {
        Origin.at("10.0.0.7", () -> make("asked", 1));
        make("alone", 1);

        assertThat(found(ALL)).extracting(Change::address).containsExactly(null, "10.0.0.7");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "plain | plain",
                "=1+1 | '=1+1",
                "+a | '+a",
                "-a | '-a",
                "@a | '@a",
                "a,b | \"a,b\"",
                "=a\"b | \"'=a\"\"b\""
            })
    void cell_isShownAndNotComputed(String text, String cell) {
        assertThat(ChangeTable.cell(text)).isEqualTo(cell);
        assertThat(ChangeTable.cell("\t=1")).isEqualTo("'\t=1");
        assertThat(ChangeTable.cell("\n=1")).isEqualTo("\"'\n=1\"");
        assertThat(ChangeTable.cell("\uFF1D1+1"))
                .as("wide, as East Asian versions read it")
                .isEqualTo("'\uFF1D1+1");
    }

    @Test
    void write_ofTheTableGoesThroughAllPages() throws IOException {
        changes.write("system", tx -> {
            for (int i = 0; i < 2_500; i++) tx.record("thing.made", 1L, i, null, null);
            return 0;
        });
        var out = new ByteArrayOutputStream();

        ChangeTable.write(store, Visible.everything(), ALL, out);

        assertThat(out.toString(StandardCharsets.UTF_8).split("\r\n")).hasSize(2_501);
    }
}
