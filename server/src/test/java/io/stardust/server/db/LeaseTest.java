package io.stardust.server.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stardust.server.ServerUnderTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeaseTest {
    /** Beats often, and is given up late: a machine that is busy for a second changes nothing. */
    private static final Lease.Timing LIVELY = new Lease.Timing(Duration.ofMillis(40), Duration.ofMinutes(1));

    private static final Lease.Timing IMPATIENT = new Lease.Timing(Duration.ofMillis(40), Duration.ofSeconds(3));
    private static final Lease.Timing SLOW = new Lease.Timing(Duration.ofHours(1), Duration.ofHours(4));

    @TempDir
    Path folder;

    private Database db;

    @BeforeEach
    void start() {
        db = TestDatabase.in(folder).start();
    }

    @AfterEach
    void stop() {
        db.close();
        TestDatabase.drop(folder);
    }

    private Lease lease(String server, LongSupplier elapsed, Lease.Timing timing) throws Exception {
        return new Lease(db, elapsed, new ServerIdentity(Files.createDirectories(folder.resolve(server))), timing);
    }

    private static long now() {
        return System.nanoTime() / 1_000_000;
    }

    private int rows() {
        return db.read(sql -> sql.createQuery("select count(*) from lease")
                .mapTo(Integer.class)
                .one());
    }

    @Test
    @Tag("sqlite")
    void held_isTrue_whenNoOtherServerCanReachTheDatabase() throws Exception {
        try (Lease lease = lease("a", LeaseTest::now, LIVELY).start()) {
            assertThat(lease.held()).isTrue();
            assertThat(lease.loops()).isEmpty();
            assertThat(rows()).isZero();
        }
    }

    @Test
    @Tag("postgres")
    void start_refuses_whenAnotherServerLives() throws Exception {
        try (Lease first = lease("a", LeaseTest::now, LIVELY).start();
                Lease second = lease("b", LeaseTest::now, LIVELY)) {
            assertThatThrownBy(second::start)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("another server uses this database")
                    .hasMessageContaining("process " + ProcessHandle.current().pid());
            assertThat(second.held()).isFalse();
            assertThat(first.held()).isTrue();
        }
    }

    @Test
    @Tag("postgres")
    void start_takesItAtOnce_whenTheSameServerWasKilled() throws Exception {
        lease("a", LeaseTest::now, SLOW).start(); // never closed

        try (Lease again = lease("a", LeaseTest::now, SLOW).start()) {
            assertThat(again.held()).isTrue();
        }
        assertThat(rows()).as("given back").isZero();
    }

    @Test
    @Tag("postgres")
    void start_takesItOver_whenTheOtherServerIsSilent() throws Exception {
        Lease silent = lease("a", LeaseTest::now, SLOW).start();

        try (Lease next = lease("b", LeaseTest::now, IMPATIENT).start()) {
            assertThat(next.held()).isTrue();
        }
        assertThat(silent.held()).as("as far as it knows").isTrue();
    }

    @Test
    @Tag("postgres")
    void held_isFalse_whenAnotherServerTookItMeanwhile_andWorkIsLeftOut() throws Exception {
        var done = new AtomicInteger();
        try (Lease lease = lease("a", LeaseTest::now, LIVELY).start()) {
            Runnable work = lease.guarding(done::incrementAndGet);
            work.run();
            db.write(sql -> sql.execute("update lease set holder = 'somebody else'"));

            ServerUnderTest.await(() -> !lease.held());
            work.run();

            assertThat(done).hasValue(1);
            db.write(sql -> sql.execute("delete from lease"));
            ServerUnderTest.await(lease::held); // the other one has gone
        }
    }

    @Test
    @Tag("postgres")
    void held_isFalse_whenItCouldNotShowThatItLives() throws Exception {
        var elapsed = new AtomicLong();
        try (Lease lease = lease("a", elapsed::get, SLOW).start()) {
            assertThat(lease.held()).isTrue();
            elapsed.addAndGet(SLOW.silence().toMillis());

            assertThat(lease.held()).isFalse();
        }
    }
}
