package io.stardust.server.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stardust.protocol.Json;
import io.stardust.protocol.node.NodeInfo;
import io.stardust.server.ManualClock;
import io.stardust.server.change.Changes;
import io.stardust.server.db.Database;
import io.stardust.server.db.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is measured while the machine's clock is set, and what is remembered when the disk refuses. */
class ClockStepTest {
    private static final NodeInfo MACHINE =
            Json.WIRE.read("{\"Version\":\"4.0.0\"}".getBytes(StandardCharsets.UTF_8), NodeInfo.class);

    @TempDir
    Path data;

    private final ManualClock wall = new ManualClock();
    private final AtomicLong elapsed = new AtomicLong();
    private Database db;
    private Presence presence;

    @BeforeEach
    void start() {
        db = TestDatabase.in(data).start();
        var timeouts = new Presence.Timeouts(Duration.ofSeconds(90), Duration.ofSeconds(600));
        presence = new Presence(db, wall, elapsed::get, () -> timeouts);
    }

    @AfterEach
    void stop() {
        db.close();
    }

    @Test
    void nodes_stayOnline_whenTheClockStepsAYearOn() throws InterruptedException {
        presence.start();
        var silent = new CountDownLatch(1);
        presence.login(1, MACHINE);
        presence.listen(_ -> silent.countDown());

        wall.advance(Duration.ofDays(365));
        boolean gone = silent.await(5, TimeUnit.SECONDS); // the loop has looked twice by then
        elapsed.addAndGet(46_000);

        assertThat(gone).isFalse();
        assertThat(silent.await(30, TimeUnit.SECONDS)).isTrue();
        presence.close();
    }

    @Test
    void nodes_areLostInOneWrite_eachSinceItWasHeard_whenManyFallSilentAtOnce() throws InterruptedException {
        int many = 300;
        db.write(sql -> {
            for (int id = 1; id <= many; id++) new SeenStore().login(sql, id, MACHINE, true, wall.millis() + id);
            return null;
        });
        var lostAtFirstNews = new AtomicLong();
        var told = new CountDownLatch(many);
        presence.listen(_ -> {
            if (told.getCount() == many) lostAtFirstNews.set(db.read(sql -> lost(sql, "")));
            told.countDown();
        });
        presence.start();

        elapsed.addAndGet(46_000);

        assertThat(told.await(30, TimeUnit.SECONDS)).isTrue();
        presence.close();
        assertThat(lostAtFirstNews).hasValue(many);
        long sinceHeard = db.read(sql -> lost(sql, " and since = seen_at"));
        assertThat(sinceHeard).isEqualTo(many);
    }

    private static long lost(Handle sql, String more) {
        return sql.createQuery("select count(*) from node_seen where lost" + more)
                .mapTo(Long.class)
                .one();
    }

    @Test
    void clones_areForgotten_byTheTimeThatPassed() {
        var clones = new Clones(new Changes(db, wall), wall, elapsed::get, () -> Duration.ofMinutes(3));
        var node = new Node(1, "AB12", 1, "web1", true, true, true, false, "4.0.0", null, false);
        for (int i = 0; i < 3; i++) {
            clones.heard(node, "first", "10.0.0.1");
            clones.heard(node, "second", "10.0.0.2");
        }

        wall.advance(Duration.ofDays(365));
        boolean stepped = clones.of(1).isPresent();
        elapsed.addAndGet(181_000);

        assertThat(stepped).isTrue();
        assertThat(clones.of(1)).isEmpty();
    }

    @Test
    void login_isNotRemembered_whenItCouldNotBeWritten() {
        db.write(sql -> sql.execute("drop table node_seen"));

        assertThatThrownBy(() -> presence.login(1, MACHINE)).isInstanceOf(RuntimeException.class);

        assertThat(presence.seenAt(1)).isZero();
    }

    @Test
    void goodBye_isNotRemembered_whenItCouldNotBeWritten() {
        presence.login(1, MACHINE);
        db.write(sql -> sql.execute("alter table node_seen rename to elsewhere"));

        assertThatThrownBy(() -> presence.left(1)).isInstanceOf(RuntimeException.class);
        assertThat(presence.seenAt(1)).isPositive();
        db.write(sql -> sql.execute("alter table elsewhere rename to node_seen"));
        presence.left(1);

        assertThat(presence.seenAt(1)).isZero();
    }
}
