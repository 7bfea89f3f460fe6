package io.stardust.server.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stardust.server.ServerUnderTest;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What only a database behind a connection can do: be away, refuse, cut off. */
@Tag("postgres")
class PostgresTest {
    @TempDir
    Path folder;

    @AfterEach
    void drop() {
        TestDatabase.drop(folder);
    }

    private static void cutConnectionsTo(PostgresSettings settings) {
        String name = settings.url().substring(settings.url().lastIndexOf('/') + 1);
        TestDatabase.execute(
                "select pg_terminate_backend(pid) from pg_stat_activity where datname = '%s'".formatted(name));
    }

    private PostgresSettings settings() {
        return Objects.requireNonNull(TestDatabase.settings(folder));
    }

    @Test
    void start_saysWhere_whenNobodyListensThere() {
        var away = new PostgresSettings("jdbc:postgresql://127.0.0.1:1/stardust", "sd", "hush-1", 2);

        assertThatThrownBy(() -> Database.at(away).start())
                .isInstanceOf(DbException.class)
                .hasMessageContaining("cannot reach jdbc:postgresql://127.0.0.1:1/stardust")
                .hasMessageNotContaining("hush-1");
    }

    @Test
    void start_saysWhatIsExpected_whenTheRoleOrTheDatabaseIsUnknown() {
        var nobody = new PostgresSettings(settings().url(), "nobody-here", null, 2);
        PostgresSettings nowhere = TestDatabase.settings("nowhere");

        assertThatThrownBy(() -> Database.at(nobody).start())
                .isInstanceOf(DbException.class)
                .hasMessageStartingWith("database.user: ")
                .hasMessageContaining("nobody-here");
        assertThatThrownBy(() -> Database.at(nowhere).start())
                .isInstanceOf(DbException.class)
                .hasMessageContaining("createdb");
    }

    @Test
    void start_refuses_whenTextsWouldNotBeKeptAsUnicode() {
        TestDatabase.execute("create database latin encoding 'LATIN1' lc_collate 'C' lc_ctype 'C' template template0");
        try {
            assertThatThrownBy(() -> Database.at(TestDatabase.settings("latin")).start())
                    .isInstanceOf(DbException.class)
                    .hasMessageContaining("LATIN1")
                    .hasMessageContaining("expected: a database made with ENCODING 'UTF8'");
        } finally {
            TestDatabase.execute("drop database latin with (force)");
        }
    }

    @Test
    void everythingAcknowledged_isThere_whenConnectionsAreCutAgainAndAgain() throws Exception {
        try (Database db = Database.at(settings()).start()) {
            db.write(sql -> sql.execute("create table note (id bigint primary key)"));
            List<Future<List<Long>>> writers = new ArrayList<>();
            var count = new AtomicInteger();
            var over = new AtomicBoolean();
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (long first = 0; first < 8_000_000; first += 1_000_000) {
                    long begin = first;
                    writers.add(threads.submit(() -> acknowledged(db, begin, count, over)));
                }
                try {
                    for (int cut = 0; cut < 20; cut++) {
                        int before = count.get();
                        cutConnectionsTo(settings());
                        ServerUnderTest.await(() -> count.get() > before + 10);
                    }
                } finally {
                    over.set(true);
                }
            }

            List<Long> acknowledged = new ArrayList<>();
            for (Future<List<Long>> writer : writers) acknowledged.addAll(writer.get());
            assertThat(acknowledged).isNotEmpty();
            assertThat(there()).containsAll(acknowledged);
            assertThat(db.loops()).noneMatch(loop -> loop.state().bad());
        }
    }

    /** Of a connection that nobody has cut: the server's may be found dead by the next read. */
    private List<Long> there() throws SQLException {
        List<Long> there = new ArrayList<>();
        try (Connection connection = TestDatabase.connect(folder);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select id from note")) {
            while (rows.next()) there.add(rows.getLong(1));
        }
        return there;
    }

    /** Writes until it is {@code over}, whatever becomes of each. */
    private static List<Long> acknowledged(Database db, long begin, AtomicInteger count, AtomicBoolean over) {
        List<Long> acknowledged = new ArrayList<>();
        for (long id = begin; !over.get(); id++) {
            long own = id;
            try {
                db.write(sql -> sql.execute("insert into note (id) values (?)", own));
                acknowledged.add(own);
                count.incrementAndGet();
            } catch (DbException e) {
                assertThat(e).hasMessageContaining("database"); // cut off: whether it is there nobody knows
            }
        }
        return acknowledged;
    }

    @Test
    void read_andProbe_answerAgain_whenTheConnectionsWereCut() {
        try (Database db = Database.at(settings()).start()) {
            db.probe(1, Duration.ofSeconds(5));
            cutConnectionsTo(settings());

            boolean answered = false;
            for (int attempt = 0; attempt < 20 && !answered; attempt++) {
                try {
                    db.probe(2, Duration.ofSeconds(5));
                    answered = true;
                } catch (DbException e) {
                    assertThat(e.getMessage()).isNotBlank();
                }
            }

            assertThat(answered).isTrue();
        }
    }

    @Test
    void read_waitsForAConnection_whenMoreReadThanThereAre() throws Exception {
        try (Database db = Database.at(settings()).start();
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> reads = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                int own = i;
                reads.add(threads.submit(() -> db.read(sql -> sql.createQuery("select :n from pg_sleep(0.01)")
                        .bind("n", own)
                        .mapTo(Integer.class)
                        .one())));
            }
            for (int i = 0; i < reads.size(); i++)
                assertThat(reads.get(i).get()).isEqualTo(i);
        }
    }
}
