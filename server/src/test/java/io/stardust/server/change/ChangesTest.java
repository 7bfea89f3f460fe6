package io.stardust.server.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stardust.server.ManualClock;
import io.stardust.server.ServerUnderTest;
import io.stardust.server.access.PersonView;
import io.stardust.server.change.ChangeStore.Filter;
import io.stardust.server.db.Database;
import io.stardust.server.db.Visible;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChangesTest {
    private static final Filter ALL = new Filter(null, null, null, null);

    @TempDir
    Path folder;

    private final ManualClock clock = new ManualClock();
    private Database db;
    private Changes changes;
    private ChangeStore store;

    @BeforeEach
    void open() {
        db = new Database(folder.resolve("test.db")).start();
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
        return new PersonView(1, name, false);
    }

    private static String json(String name) {
        return "{\"id\":1,\"name\":\"%s\",\"platform\":false}".formatted(name);
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

        Change change = store.page(Visible.everything(), ALL, 0, 10).getFirst();

        assertThat(change)
                .isEqualTo(new Change(
                        1,
                        clock.instant(),
                        "system",
                        3L,
                        "thing.created",
                        "thing",
                        Long.toString(id),
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
        assertThat(store.page(Visible.everything(), ALL, 0, 10))
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

        List<Change> first = store.page(Visible.everything(), ALL, 0, 2);
        List<Change> second =
                store.page(Visible.everything(), ALL, first.getLast().id(), 2);

        assertThat(first).extracting(Change::id).containsExactly(5L, 4L);
        assertThat(second).extracting(Change::id).containsExactly(3L, 2L);
    }

    @Test
    void page_hidesOtherProjects_whenNotAllIsVisible() {
        make("mine", 1);
        make("theirs", 2);
        changes.write("system", tx -> tx.record("person.created", null, 9, null, thing("nobody's")));

        List<Change> seen = store.page(Visible.only(Set.of(1L)), ALL, 0, 10);

        assertThat(seen).extracting(Change::projectId).containsExactly(1L);
    }

    @Test
    void page_filters_whenAsked() {
        long id = make("a", 1);
        make("b", 1);
        make("c", 2);

        assertThat(store.page(Visible.everything(), new Filter(2L, null, null, null), 0, 10))
                .hasSize(1);
        assertThat(store.page(Visible.everything(), new Filter(null, null, "thing", Long.toString(id)), 0, 10))
                .extracting(Change::after)
                .containsExactly(json("a"));
        assertThat(store.page(Visible.everything(), new Filter(null, "thing.deleted", null, null), 0, 10))
                .isEmpty();
    }
}
