package io.stardust.server.db;

import io.stardust.protocol.loop.Loop;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The right to do what only one of the servers of a database may do: the timers, and the writing of packages. Its
 * holder counts a beat up; whoever sees the same beat for {@link Timing#silence} of its own time takes the lease over,
 * so that clocks are never compared. A database that no other server can reach needs none: there it is always held.
 * Thread-safe.
 */
public final class Lease implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Lease.class);
    private static final String NAME = "server";

    private final Database db;
    private final LongSupplier elapsed;
    private final ServerIdentity server;
    private final Timing timing;
    private @Nullable Loop loop; // null: not started, or no other server can come
    private volatile boolean held;
    private volatile long beatAt; // elapsed ms of the newest beat that the database has

    /**
     * How often the holder shows that it lives.
     *
     * @param silence without a beat for this long it counts as gone; several periods
     */
    public record Timing(Duration period, Duration silence) {
        /** What servers use. */
        public static final Timing USUAL = new Timing(Duration.ofSeconds(5), Duration.ofSeconds(20));
    }

    /** The row. */
    private record Row(String holder, String told, long beat) {}

    /**
     * @param elapsed milliseconds that no step of the machine's clock moves
     * @param server who takes it; one that comes back takes its own lease at once
     */
    public Lease(Database db, LongSupplier elapsed, ServerIdentity server, Timing timing) {
        this.db = db;
        this.elapsed = elapsed;
        this.server = server;
        this.timing = timing;
    }

    /**
     * Takes it, and keeps it until the close. Waits for {@link Timing#silence} when another server had it.
     *
     * @throws IllegalStateException if that server lives
     */
    public Lease start() {
        if (!db.shared()) return this;
        Optional<Row> other = take();
        long end = elapsed.getAsLong() + timing.silence().toMillis();
        if (other.isPresent()) {
            LOG.info("waiting whether {} still uses the database", other.get().told());
        }
        while (other.isPresent()) {
            LockSupport.parkNanos(timing.period().toNanos() / 4);
            Optional<Row> now = row();
            boolean lives = now.isPresent() && now.get().beat() != other.get().beat();
            if (lives || Thread.currentThread().isInterrupted()) throw inUse(other.get());
            if (now.isEmpty() || elapsed.getAsLong() > end) other = takeFrom(other.get());
        }
        loop = Loop.every("lease", timing.period(), this::beat).start();
        return this;
    }

    /**
     * Waits a moment to see whether a server uses {@code db}.
     *
     * @throws IllegalStateException if one does
     */
    public static void requireIdle(Database db) {
        if (!db.shared()) return;
        Optional<Row> before = idle(db);
        if (before.isEmpty()) return;
        LockSupport.parkNanos(Timing.USUAL.period().plusSeconds(1).toNanos());
        if (idle(db).filter(now -> now.beat() != before.get().beat()).isPresent()) throw inUse(before.get());
    }

    private static Optional<Row> idle(Database db) {
        return db.moment(sql -> Tables.names(sql).contains("lease") ? find(sql) : Optional.empty());
    }

    private static IllegalStateException inUse(Row other) {
        return new IllegalStateException(
                "database.url: another server uses this database: %s (expected: a database of its own for each server; stop that one first)"
                        .formatted(other.told()));
    }

    /** The threads that work here: none where no other server can come. */
    public List<Loop> loops() {
        Loop beating = loop;
        return beating == null ? List.of() : List.of(beating);
    }

    /** Whether this server may do now what only one may do. */
    public boolean held() {
        return !db.shared()
                || (held && elapsed.getAsLong() - beatAt < timing.silence().toMillis());
    }

    /** Runs {@code work} while this server holds it; leaves it out otherwise. */
    public Runnable guarding(Runnable work) {
        return () -> {
            if (held()) work.run();
        };
    }

    private void beat() {
        if (take().isEmpty()) return;
        if (held)
            LOG.error(
                    "another server has taken the database over: {}",
                    row().map(Row::told).orElse("unknown"));
        held = false;
    }

    /** Takes it if nobody has it or this server has; returns the row of another one otherwise. */
    private Optional<Row> take() {
        long asked = elapsed.getAsLong();
        int rows = db.write(sql -> {
            String draw = """
                    insert into lease (name, holder, told, beat) values (:name, :holder, :told, 1)
                    on conflict (name) do update set beat = lease.beat + 1, told = :told where lease.holder = :holder
                    """;
            return sql.createUpdate(draw)
                    .bind("name", NAME)
                    .bind("holder", server.id())
                    .bind("told", server.words())
                    .execute();
        });
        if (rows == 0) return row();
        beatAt = asked;
        held = true;
        return Optional.empty();
    }

    /** Takes it from one that has been silent; returns the row of whoever was quicker. */
    private Optional<Row> takeFrom(Row silent) {
        db.write(sql -> sql.createUpdate("delete from lease where name = :name and holder = :holder and beat = :beat")
                .bind("name", NAME)
                .bind("holder", silent.holder())
                .bind("beat", silent.beat())
                .execute());
        return take();
    }

    private Optional<Row> row() {
        return db.read(Lease::find);
    }

    private static Optional<Row> find(Handle sql) {
        return sql.createQuery("select holder, told, beat from lease where name = :name")
                .bind("name", NAME)
                .map((row, _) -> new Row(row.getString("holder"), row.getString("told"), row.getLong("beat")))
                .findOne();
    }

    /** Gives it back. */
    @Override
    public void close() {
        Loop beating = loop;
        if (beating == null) return;
        beating.close();
        beating.join(Duration.ofSeconds(2));
        if (!held) return;
        held = false;
        try {
            db.write(sql -> sql.createUpdate("delete from lease where name = :name and holder = :holder")
                    .bind("name", NAME)
                    .bind("holder", server.id())
                    .execute());
        } catch (DbException e) {
            LOG.warn("the lease could not be given back; the next start takes it: {}", e.getMessage());
        }
    }
}
