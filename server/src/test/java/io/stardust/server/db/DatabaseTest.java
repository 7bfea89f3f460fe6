package io.stardust.server.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseTest {
    @TempDir
    Path folder;

    private Database db;

    @BeforeEach
    void open() {
        db = TestDatabase.in(folder).start();
        db.write(sql -> sql.execute("create table note (id bigint primary key, text text not null)"));
    }

    @AfterEach
    void close() {
        db.close();
    }

    private static int insert(Handle sql, long id) {
        return sql.execute("insert into note (id, text) values (?, ?)", id, "note " + id);
    }

    private List<Long> ids() {
        return db.read(sql -> sql.createQuery("select id from note order by id")
                .mapTo(Long.class)
                .list());
    }

    @Test
    void read_keepsItsRows_whenTheSameTextRunsInside() {
        for (long id = 1; id <= 3; id++) {
            long own = id;
            db.write(sql -> insert(sql, own));
        }
        String texts = "select text from note where id > ? order by id";
        List<String> pairs = db.read(sql -> sql.select(texts, 0)
                .map((row, _) -> row.getString(1)
                        + sql.select(texts, 1).mapTo(String.class).list())
                .list());
        assertThat(pairs).containsExactly("note 1[note 2, note 3]", "note 2[note 2, note 3]", "note 3[note 2, note 3]");
    }

    @Test
    void read_answers_whenMoreTextsWereUsedThanAreKept() {
        db.write(sql -> insert(sql, 1));
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 300; i++) {
                String text = "select id + " + i + " from note";
                long expected = 1L + i;
                long read =
                        db.read(sql -> sql.createQuery(text).mapTo(Long.class).one());
                assertThat(read).isEqualTo(expected);
            }
        }
    }

    @Test
    void write_isSeenByEveryLaterRead_whenItReturned() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Long>> seen = new ArrayList<>();
            for (long id = 1; id <= 64; id++) {
                long own = id;
                seen.add(threads.submit(() -> {
                    long missed = 0;
                    for (long n = 0; n < 20; n++) {
                        long key = own * 1_000 + n;
                        db.write(sql -> insert(sql, key));
                        missed += db.read(sql -> sql.createQuery("select count(*) from note where id = :id")
                                                .bind("id", key)
                                                .mapTo(Long.class)
                                                .one())
                                        == 1
                                ? 0
                                : 1;
                    }
                    return missed;
                }));
            }

            for (Future<Long> missed : seen) assertThat(missed.get()).isZero();
        }
        assertThat(ids()).hasSize(64 * 20);
    }

    @Test
    void write_undoesItselfAlone_whenItThrowsWithinAGroup() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var together = new CountDownLatch(1);
            List<Future<?>> writes = new ArrayList<>();
            for (long id = 1; id <= 64; id++) {
                long own = id;
                writes.add(threads.submit(() -> {
                    together.await();
                    return db.write(sql -> {
                        insert(sql, own);
                        if (own % 2 == 0) throw new IllegalArgumentException("even " + own);
                        return own;
                    });
                }));
            }
            together.countDown();

            for (int i = 0; i < writes.size(); i++) {
                Future<?> write = writes.get(i);
                if ((i + 1) % 2 == 0) assertThatThrownBy(write::get).hasRootCauseMessage("even " + (i + 1));
                else assertThat(write.get()).isEqualTo((long) (i + 1));
            }
        }
        assertThat(ids())
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 64)
                        .filter(n -> n % 2 == 1)
                        .mapToObj(n -> (long) n)
                        .toList());
    }

    @Test
    void write_undoesAllOfItself_whenItHasChangedManyPages() throws Exception {
        int rows = 200;
        String large = "x".repeat(3_000); // one to a page
        db.write(sql -> {
            for (long id = 1; id <= rows; id++) insert(sql, id);
            return sql.execute("update note set text = ?", large);
        });
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var together = new CountDownLatch(1);
            List<Future<?>> writes = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                int own = i;
                writes.add(threads.submit(() -> {
                    together.await();
                    return db.write(sql -> {
                        sql.execute("update note set text = text || ?", own);
                        if (own % 2 == 0) throw new IllegalArgumentException("even " + own);
                        return own;
                    });
                }));
            }
            together.countDown();
            for (int i = 1; i < 8; i += 2) assertThat(writes.get(i).get()).isEqualTo(i);
        }
        List<String> texts = db.read(sql -> sql.createQuery("select distinct text from note")
                .mapTo(String.class)
                .list());
        assertThat(texts).hasSize(1);
        assertThat(texts.getFirst().substring(large.length()).chars().sorted().mapToObj(c -> (char) c))
                .containsExactly('1', '3', '5', '7');
        assertThat(ids()).hasSize(rows);
    }

    @Test
    void write_rethrowsWhatTheWorkThrew_whenItFails() {
        var thrown = new IllegalArgumentException("no");

        assertThatThrownBy(() -> db.write(sql -> {
                    throw thrown;
                }))
                .isSameAs(thrown);
        assertThatThrownBy(() -> db.read(sql -> {
                    throw thrown;
                }))
                .isSameAs(thrown);
    }

    @Test
    void write_leavesTheDatabaseUsable_whenSqlIsWrong() {
        assertThatThrownBy(() -> db.write(sql -> sql.execute("insert into nowhere values (1)")))
                .hasMessageContaining("nowhere");

        db.write(sql -> insert(sql, 7));

        assertThat(ids()).containsExactly(7L);
    }

    @Test
    void write_tellsAfterCommitInOrder_whenManyWrite() throws Exception {
        List<Long> told = Collections.synchronizedList(new ArrayList<>());
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 64; i++) {
                threads.execute(() -> {
                    long[] drawn = new long[1];
                    db.write(sql -> drawn[0] = Ids.next(sql, "told"), () -> told.add(drawn[0]));
                });
            }
        }

        assertThat(told).hasSize(64).isSorted();
    }

    @Test
    void read_cannotWrite_whenItTries() {
        assertThatThrownBy(() -> db.read(sql -> insert(sql, 1))).hasMessageFindingMatch("read-?only");
    }

    @Test
    void close_finishesWhatWasAccepted_whenWritesWait() throws Exception {
        List<Future<Long>> writes = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var begun = new CountDownLatch(64);
            for (long id = 1; id <= 64; id++) {
                long own = id;
                writes.add(threads.submit(() -> {
                    begun.countDown();
                    return db.write(sql -> {
                        insert(sql, own);
                        return own;
                    });
                }));
            }
            begun.await();
            db.close();
        }

        List<Long> acknowledged = new ArrayList<>();
        for (Future<Long> write : writes) {
            if (write.state() == Future.State.SUCCESS) acknowledged.add(write.resultNow());
            else assertThat(write.exceptionNow()).isInstanceOf(DbException.class);
        }
        db = TestDatabase.in(folder).start();
        assertThat(ids()).containsExactlyInAnyOrderElementsOf(acknowledged);
    }

    @Test
    void calls_failAtOnce_whenClosed() {
        db.close();

        assertThatThrownBy(() -> db.write(sql -> insert(sql, 1))).isInstanceOf(DbException.class);
        assertThatThrownBy(() -> db.read(sql -> 1)).isInstanceOf(DbException.class);
    }

    @Test
    @Tag("sqlite")
    void close_foldsTheLogIntoTheFile_whenItEndsWell() {
        db.write(sql -> insert(sql, 1));

        db.close();

        assertThat(folder.resolve("stardust.db-wal")).doesNotExist();
        assertThat(Files.exists(folder.resolve("stardust.db"))).isTrue();
    }

    @Test
    void text_standsWithAReplacement_whenItHoldsTheCharacterNul() {
        db.write(sql -> sql.createUpdate("insert into note (id, text) values (1, :text)")
                .bind("text", "a\0b\uD800c")
                .execute());

        String kept = db.read(sql ->
                sql.createQuery("select text from note").mapTo(String.class).one());

        assertThat(kept).isEqualTo("a\uFFFDb?c");
    }

    @Test
    void start_refuses_whenTheDataIsNewerThanTheProgram() {
        db.write(sql -> sql.execute("insert into schema_version (version) values (9999)"));
        db.close();

        assertThatThrownBy(() -> TestDatabase.in(folder).start())
                .isInstanceOf(DbException.class)
                .hasMessageContaining("version 9999");
    }

    @Test
    void start_goesOn_whenItWasKilledBeforeTheFirstTables() throws Exception {
        Path killed = Files.createDirectories(folder.resolve("killed"));
        try {
            TestDatabase.in(killed).alone(sql -> sql.execute("create table schema_version (version bigint not null)"));

            TestDatabase.in(killed).start().close();
        } finally {
            TestDatabase.drop(killed);
        }
    }

    @Test
    void start_changesNothing_whenTheTablesAreUpToDate() {
        db.write(sql -> insert(sql, 1));
        db.close();

        db = TestDatabase.in(folder).start();

        assertThat(ids()).containsExactly(1L);
    }

    @Test
    void read_seesOneMoment_whenAWriteCommitsMeanwhile() {
        List<Integer> counts = db.read(sql -> {
            String count = "select count(*) from note";
            int before = sql.createQuery(count).mapTo(Integer.class).one();
            db.write(other -> insert(other, 1));
            return List.of(before, sql.createQuery(count).mapTo(Integer.class).one());
        });

        assertThat(counts).containsExactly(0, 0);
        assertThat(ids()).as("the next read").containsExactly(1L);
    }

    @Test
    void write_isServed_whenTheOneBeforeFailedWithAnError() {
        assertThatThrownBy(() -> db.write(_ -> {
                    throw new StackOverflowError("planted");
                }))
                .isInstanceOf(DbException.class);
        Runnable planted = () -> {
            throw new StackOverflowError("planted in the news of the commit");
        };
        db.write(sql -> insert(sql, 1), planted);
        db.write(sql -> {
            Thread.currentThread().interrupt(); // of nobody who wants the writer to end
            return insert(sql, 2);
        });
        db.write(sql -> insert(sql, 3));

        assertThat(ids()).containsExactly(1L, 2L, 3L);
        assertThat(db.loops()).noneMatch(loop -> loop.state().bad());
    }

    @Test
    void read_isServed_whenTheOneBeforeFailedWithAnError() {
        for (int i = 0; i < 10; i++) {
            assertThatThrownBy(() -> db.read(_ -> {
                        throw new StackOverflowError("planted");
                    }))
                    .isInstanceOf(DbException.class);
        }
        assertThat(ids()).isEmpty();
    }
}
