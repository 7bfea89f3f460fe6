package io.stardust.server.db;

import io.stardust.protocol.loop.Chore;
import io.stardust.protocol.loop.Loop;
import io.stardust.server.db.Writer.Job;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Runs SQL on one database: an SQLite file, or one on a PostgreSQL server; the SQL is the same. Thread-safe; callers
 * may be virtual threads.
 *
 * <p>All writes go through one platform thread that commits what has gathered meanwhile in one transaction, each piece
 * in a savepoint of its own; a write returns after the disk has it. So no two writes of this server run at once, and
 * what one reads it may rely on until it is committed.
 */
public final class Database implements AutoCloseable {
    private final Engine engine;
    private volatile @Nullable Open open;
    private @Nullable CompletableFuture<Long> looking; // guarded by this

    private record Open(Writer writer, Readers readers) {}

    private Database(Engine engine) {
        this.engine = engine;
    }

    /** Names a file; {@link #start} opens or creates it. */
    public static Database in(Path file) {
        return new Database(new SqliteFile(file));
    }

    /** Names a database on a PostgreSQL server, which must be there; {@link #start} connects to it. */
    public static Database at(PostgresSettings settings) {
        return new Database(new Postgres(settings));
    }

    /** Opens it and brings its tables up to date. */
    public Database start() {
        return start(() -> {});
    }

    /** As {@link #start()}; {@code whenNew} runs first when it has no tables yet, and may refuse it by an exception. */
    public Database start(Runnable whenNew) {
        try (Handle handle = engine.open()) {
            Migrations.run(handle, whenNew);
        }
        Writer writer = new Writer(engine);
        open = new Open(writer, engine.readers());
        writer.start();
        return this;
    }

    /**
     * Runs {@code work} on one moment of what is committed, over a connection of its own: for a program that reads
     * beside the server. Needs no start and changes nothing, the tables' version neither.
     */
    public <T extends @Nullable Object> T moment(Work<T> work) {
        try (Handle handle = engine.openMoment()) {
            try {
                return work.run(handle);
            } finally {
                handle.execute("rollback");
            }
        }
    }

    /**
     * Runs {@code work} in one transaction over a connection of its own, on the tables as they are: for a program that
     * fills a database which no server uses. Needs no start.
     */
    public <T extends @Nullable Object> T alone(Work<T> work) {
        try (Handle handle = engine.open()) {
            return handle.inTransaction(work::run);
        }
    }

    /** The threads that work here; none before the start. */
    public List<Loop> loops() {
        Open now = open;
        if (now == null) return List.of();
        List<Loop> all = new ArrayList<>(now.readers.loops());
        all.add(now.writer.loop());
        return all;
    }

    /** Whether other servers can reach the same database. */
    public boolean shared() {
        return engine.shared();
    }

    /** Where it is, as people name it; holds no password. */
    @Override
    public String toString() {
        return engine.toString();
    }

    private Open opened() {
        Open now = open;
        if (now == null) throw new DbException("the database is closed", null);
        return now;
    }

    /**
     * Runs {@code work} alone in the database and returns after its effects are on disk.
     *
     * @throws DbException if the database refuses; an exception of {@code work} is rethrown, its effects undone
     */
    public <T extends @Nullable Object> T write(Work<T> work) {
        return write(work, () -> {});
    }

    /**
     * As {@link #write(Work)}; {@code afterCommit} runs on the writer's thread once the effects are on disk: be quick.
     */
    public <T extends @Nullable Object> T write(Work<T> work, Runnable afterCommit) {
        var job = new Job<>(work, afterCommit);
        opened().writer.submit(job);
        return join(job.done());
    }

    /**
     * Runs {@code work} on a read-only view of what is committed: every write that returned before is in it, and none
     * that is committed meanwhile.
     */
    public <T extends @Nullable Object> T read(Work<T> work) {
        try {
            return opened().readers.read(work);
        } catch (RuntimeException e) {
            if (DbException.of(e) instanceof RuntimeException told) throw told;
            throw e;
        } catch (Error e) { // such as an overflow of the stack: of this work, not of the one that waits for it
            throw new DbException("the database failed", e);
        }
    }

    /**
     * Whether it writes and reads within {@code limit}.
     *
     * @throws DbException with the reason if it does not
     */
    public void probe(long now, Duration limit) {
        var job = new Job<>(sql -> sql.createUpdate("""
                                insert into probe (id, at) values (1, :at) on conflict (id) do update set at = :at
                                """).bind("at", now).execute(), () -> {});
        opened().writer.submit(job);
        within(job.done(), limit, "write");
        within(look(), limit, "read");
    }

    /** Reads in a thread of its own; one that still waits is waited for, so that they do not gather. */
    private synchronized CompletableFuture<Long> look() {
        CompletableFuture<Long> last = looking;
        if (last != null && !last.isDone()) return last;
        var next = new CompletableFuture<Long>();
        looking = next;
        Chore.start("db-probe", () -> {
            try {
                next.complete(read(sql -> sql.createQuery("select count(*) from probe")
                        .mapTo(Long.class)
                        .one()));
            } catch (RuntimeException e) {
                next.completeExceptionally(e);
            }
        });
        return next;
    }

    private static void within(CompletableFuture<?> done, Duration limit, String what) {
        try {
            done.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new DbException("no %s within %d s".formatted(what, limit.toSeconds()), e);
        } catch (ExecutionException e) {
            throw new DbException("a %s failed".formatted(what), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DbException("interrupted", e);
        }
    }

    static <T extends @Nullable Object> T join(CompletableFuture<T> done) {
        try {
            return done.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) throw cause;
            throw new DbException("the database failed", e.getCause());
        }
    }

    /** Finishes the writes that were accepted, then closes it. */
    @Override
    public void close() {
        Open last = open;
        open = null;
        if (last == null) return;
        // readers first: only the writer's connection, closing last, can fold SQLite's log back into the file
        last.readers.close();
        last.writer.close();
    }

    /** A piece of work within one transaction. */
    @FunctionalInterface
    public interface Work<T extends @Nullable Object> {
        /** Runs SQL on {@code sql}; an exception undoes it all. */
        T run(Handle sql);
    }
}
