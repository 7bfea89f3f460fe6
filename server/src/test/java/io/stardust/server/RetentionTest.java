package io.stardust.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stardust.server.access.Sessions;
import io.stardust.server.change.ChangeStore;
import io.stardust.server.command.Commander;
import io.stardust.server.db.Database;
import io.stardust.server.db.Expiry;
import io.stardust.server.db.TestDatabase;
import io.stardust.server.history.History;
import io.stardust.server.report.TaskRuns;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetentionTest {
    private static final long DAY = Duration.ofDays(1).toMillis();

    @TempDir
    Path folder;

    private final ManualClock clock = new ManualClock();
    private Database db;

    @BeforeEach
    void open() {
        db = TestDatabase.in(folder).start();
    }

    @AfterEach
    void close() {
        db.close();
    }

    private void expire(ServerSettings.Keep keep) {
        try (var expiry = new Expiry(db, clock, TestDatabase.lease(db))) {
            ChangeStore.keep(expiry, keep::changes, keep::refusals);
            History.keep(expiry, keep::steps);
            TaskRuns.keep(expiry, keep::taskRuns);
            Commander.keep(expiry, keep::commands);
            Sessions.keep(expiry);
            expiry.round();
        }
    }

    private long daysAgo(int days) {
        return clock.millis() - days * DAY;
    }

    private void change(long id, String kind, int days) {
        db.write(sql -> sql.execute(
                "insert into change (id, at, actor, kind, subject_kind, subject_id) values (?, ?, 'a', ?, 's', '1')",
                id,
                daysAgo(days),
                kind));
    }

    private void step(long id, int days) {
        db.write(sql -> sql.execute(
                "insert into step (id, deployment_id, placement_id, node_name, rollout_id, release_id, step, at,"
                        + " duration_ms) values (?, 1, 1, 'n', 1, 1, 'ready', ?, 0)",
                id,
                daysAgo(days)));
    }

    private void run(long id, int days) {
        db.write(sql -> sql.execute(
                "insert into task_run (id, deployment_id, placement_id, node_id, node_name, release_id, revision,"
                        + " started_at, ended_at) values (?, 1, 1, 1, 'n', 1, ?, ?, ?)",
                id,
                id,
                daysAgo(days),
                daysAgo(days)));
    }

    private void command(long id, int status, int days) {
        db.write(sql -> sql.execute(
                "insert into command (id, project_id, node_id, command, status, acknowledged, times, created_at,"
                        + " created_by, finished_at) values (?, 1, 1, 'c', ?, true, 1, ?, 'a', ?)",
                id,
                status,
                daysAgo(days),
                daysAgo(days)));
    }

    private List<Long> ids(String table) {
        return db.read(sql -> sql.createQuery("select id from " + table + " order by id")
                .mapTo(Long.class)
                .list());
    }

    @Test
    void round_doesWhatIsToFollow_alsoWhenADeleteFails() {
        var done = new ArrayList<String>();
        try (var expiry = new Expiry(db, clock, TestDatabase.lease(db))) {
            expiry.keep("nothing", () -> Duration.ofDays(1), (_, _, _) -> {
                throw new IllegalStateException("no such table");
            });
            expiry.also(() -> done.add("swept"));

            assertThatThrownBy(expiry::round).isInstanceOf(RuntimeException.class);
        }
        assertThat(done).containsExactly("swept");
    }

    @Test
    void round_keepsYoungChanges_whenALaterOneBearsAnOldTime() {
        change(1, "app.created", 181);
        change(2, "app.updated", 1);
        change(3, "access.denied", 1);
        change(4, "app.updated", 2_000); // the clock was wrong for a while
        change(5, "app.updated", 0);

        expire(ServerSettings.Keep.usual());

        assertThat(ids("change")).containsExactly(2L, 3L, 5L);
    }

    @Test
    void round_deletesOfEachKind_whatIsOlderThanItIsKept() {
        change(1, "app.created", 181);
        change(2, "access.denied", 31);
        change(3, "session.refused", 31);
        change(4, "app.updated", 31);
        change(5, "access.denied", 29);
        step(1, 31);
        step(2, 29);
        run(1, 31);
        run(2, 29);
        command(1, 2, 31);
        command(2, 0, 31); // unanswered
        command(3, 2, 29);

        expire(ServerSettings.Keep.usual());

        assertThat(ids("change")).containsExactly(4L, 5L);
        assertThat(ids("step")).containsExactly(2L);
        assertThat(ids("task_run")).containsExactly(2L);
        assertThat(ids("command")).containsExactly(2L, 3L);
    }

    @Test
    void round_deletesAll_whenTheyAreMoreThanOnePortion() {
        for (long id = 1; id <= 1_201; id++) change(id, "app.updated", id <= 1_200 ? 200 : 1);

        expire(ServerSettings.Keep.usual());

        assertThat(ids("change")).containsExactly(1_201L);
    }

    @Test
    void round_asksEachTime_howLongIsKept() {
        step(1, 20);
        step(2, 5);
        var kept = new Duration[] {Duration.ZERO};
        try (var expiry = new Expiry(db, clock, TestDatabase.lease(db))) {
            History.keep(expiry, () -> kept[0]);
            expiry.round();
            List<Long> forEver = ids("step");
            kept[0] = Duration.ofDays(10);
            expiry.round();

            assertThat(forEver).containsExactly(1L, 2L);
        }
        assertThat(ids("step")).containsExactly(2L);
    }

    @Test
    void round_deletesNothing_whenItIsKeptForEver() {
        change(1, "app.created", 10_000);
        step(1, 10_000);

        expire(new ServerSettings.Keep(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO));

        assertThat(ids("change")).containsExactly(1L);
        assertThat(ids("step")).containsExactly(1L);
    }

    @Test
    void round_deletesWhatWasSeen_ofPlacementsThatAreGone() {
        db.write(sql -> sql.execute("insert into observed (placement_id, state, release_id, revision, pid, started_at,"
                + " crashes, adopted, seen_at, working_set, cpu_usage, threads, measured_at)"
                + " values (7, 'RUNNING', 1, 1, 1, 1, 0, false, 1, 0, 0, 0, 0)"));

        expire(ServerSettings.Keep.usual());

        assertThat(db.<Long>read(sql -> sql.createQuery("select count(*) from observed")
                        .mapTo(Long.class)
                        .one()))
                .isZero();
    }

    @Test
    void round_goesOnWithTheOthers_whenOneKindFails() {
        step(1, 31);
        try (var expiry = new Expiry(db, clock, TestDatabase.lease(db))) {
            expiry.keep("planted", () -> Duration.ofDays(1), (_, _, _) -> {
                throw new IllegalStateException("planted");
            });
            History.keep(expiry, () -> Duration.ofDays(30));

            assertThatThrownBy(expiry::round).hasMessage("planted");
        }
        assertThat(ids("step")).isEmpty();
    }
}
