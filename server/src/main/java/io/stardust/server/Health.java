package io.stardust.server;

import io.avaje.jsonb.Json;
import io.stardust.protocol.loop.Loop;
import io.stardust.protocol.loop.LoopState;
import io.stardust.server.db.Database;
import io.stardust.server.db.DbException;
import io.stardust.server.logs.LogsState;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells whether the server does its work, not only whether it answers: whether every background loop lives and the
 * database takes a write and a read in time; and how the logs fare, which fail by themselves. Cheap: the database is
 * asked once in {@link #FRESH}, whoever asks here and how often. Thread-safe.
 */
final class Health {
    private static final Logger LOG = LoggerFactory.getLogger(Health.class);
    private static final Duration FRESH = Duration.ofSeconds(5);
    private static final String DATABASE = "database: ";

    private final Database db;
    private final Supplier<List<Loop>> loops;
    private final Supplier<LogsState> logs;
    private final InstantSource clock;
    private final Duration patience;
    private final ReentrantLock asking = new ReentrantLock();
    private volatile String database = "";
    private volatile long askedAt = System.nanoTime() - FRESH.toNanos();

    /** @param patience for one write and one read */
    Health(Database db, Supplier<List<Loop>> loops, Supplier<LogsState> logs, InstantSource clock, Duration patience) {
        this.db = db;
        this.loops = loops;
        this.logs = logs;
        this.clock = clock;
        this.patience = patience;
    }

    /**
     * How the server fares.
     *
     * @param status up or down
     * @param problems in words
     * @param telemetry fails by itself: a server without its logs is up
     */
    @Json
    record View(String status, List<String> problems, List<OfLoop> loops, LogsState telemetry) {
        boolean up() {
            return problems.isEmpty();
        }

        /** For whoever asks: what the database and the disk say of themselves is left out. */
        View brief() {
            List<String> told = problems.stream()
                    .map(problem -> problem.startsWith(DATABASE) ? DATABASE + "failing" : problem)
                    .toList();
            return new View(status, told, loops, telemetry.brief());
        }
    }

    /** @param state idle, busy, stuck, ended or dead, for {@code seconds}; {@code failures} in a row up to now */
    @Json
    record OfLoop(String name, String state, long seconds, long failures) {
        static OfLoop of(LoopState loop) {
            return new OfLoop(loop.name(), loop.state(), loop.seconds(), loop.failures());
        }

        String words() {
            return state.equals(LoopState.DEAD)
                    ? "loop %s: dead".formatted(name)
                    : "loop %s: stuck for %d s".formatted(name, seconds);
        }
    }

    View view() {
        List<LoopState> states = loops.get().stream().map(Loop::state).toList();
        List<String> problems = new ArrayList<>();
        states.stream()
                .filter(LoopState::bad)
                .forEach(bad -> problems.add(OfLoop.of(bad).words()));
        String refused = database();
        if (!refused.isEmpty()) problems.add(refused);
        return new View(
                problems.isEmpty() ? "up" : "down",
                problems,
                states.stream().map(OfLoop::of).toList(),
                logs.get());
    }

    /** Who comes while another asks is told what was known before. */
    private String database() {
        if (System.nanoTime() - askedAt < FRESH.toNanos() || !asking.tryLock()) return database;
        try {
            db.probe(clock.millis(), patience);
            if (!database.isEmpty()) LOG.info("the database answers again");
            database = "";
        } catch (DbException e) {
            if (database.isEmpty()) LOG.error("health: {}", e.getMessage(), e);
            database = DATABASE + e.getMessage();
        } finally {
            askedAt = System.nanoTime();
            asking.unlock();
        }
        return database;
    }
}
