package io.stardust.server.db;

import io.stardust.protocol.loop.Heartbeat;
import io.stardust.protocol.loop.Loop;
import io.stardust.server.db.Writer.Job;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TransactionMode;

/**
 * Runs SQL on one SQLite file. Thread-safe; callers may be virtual threads.
 *
 * <p>All writes go through one platform thread that commits what has gathered meanwhile in one transaction, each piece
 * in a savepoint of its own; a write returns after the disk has it ({@code synchronous=FULL}). Reads run on a few
 * platform threads, because SQLite's native calls pin a virtual thread's carrier: left to wait inside them, the one
 * that holds the lock may never get a carrier to finish on (docs/rationale/state-store.md has the measurement).
 */
public final class Database implements AutoCloseable {
    private static final int READERS = 3;
    private static final int WAITING_READS = 10_000;
    private static final Duration STUCK = Duration.ofSeconds(60);

    private final Path file;
    private final BlockingQueue<Read<?>> reads = new ArrayBlockingQueue<>(WAITING_READS);
    private final List<Loop> readers = new ArrayList<>();
    private volatile @Nullable Writer writer;

    /** Names the file; {@link #start} opens or creates it. */
    public Database(Path file) {
        this.file = file;
    }

    /** Opens the file and brings its tables up to date. */
    public Database start() {
        Writer opened = new Writer(open(false));
        try {
            Migrations.run(opened.handle());
        } catch (RuntimeException e) {
            opened.closeHandle();
            throw e;
        }
        opened.start();
        writer = opened;
        for (int i = 0; i < READERS; i++) {
            Handle handle = open(true);
            Loop.Work<Read<?>> run = read -> read.run(handle);
            readers.add(Loop.of(new Heartbeat("db-read-" + i, STUCK), reads::take, run, handle::close)
                    .start());
        }
        return this;
    }

    /** The threads that work here; none before the start. */
    public List<Loop> loops() {
        List<Loop> all = new ArrayList<>(readers);
        Writer open = writer;
        if (open != null) all.add(open.loop());
        return all;
    }

    /**
     * Runs {@code work} alone in the file and returns after its effects are on disk.
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
        Writer open = writer;
        if (open == null) throw new DbException("the database is closed", null);
        var job = new Job<>(work, afterCommit);
        open.submit(job);
        return join(job.done());
    }

    /**
     * Runs {@code work} on a read-only view of what is committed: every write that returned before is in it, and none
     * that is committed meanwhile.
     */
    public <T extends @Nullable Object> T read(Work<T> work) {
        return join(readSoon(work));
    }

    /**
     * Whether it writes and reads within {@code limit}.
     *
     * @throws DbException with the reason if it does not
     */
    public void probe(long now, Duration limit) {
        Writer open = writer;
        if (open == null) throw new DbException("the database is closed", null);
        var job = new Job<>(sql -> sql.createUpdate("""
                                insert into probe (id, at) values (1, :at) on conflict (id) do update set at = :at
                                """).bind("at", now).execute(), () -> {});
        open.submit(job);
        Work<Long> look = sql ->
                sql.createQuery("select count(*) from probe").mapTo(Long.class).one();
        within(job.done(), limit, "write");
        within(readSoon(look), limit, "read");
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

    private <T extends @Nullable Object> CompletableFuture<T> readSoon(Work<T> work) {
        if (writer == null) throw new DbException("the database is closed", null);
        var read = new Read<>(work, new CompletableFuture<T>());
        if (!reads.offer(read)) throw new DbException("too many reads are waiting (%d)".formatted(WAITING_READS), null);
        if (writer == null) refuseReads(); // it may have come too late for the readers
        return read.done();
    }

    private void refuseReads() {
        List<Read<?>> late = new ArrayList<>();
        reads.drainTo(late);
        late.forEach(read -> read.done().completeExceptionally(new DbException("the database is closing", null)));
    }

    private static <T extends @Nullable Object> T join(CompletableFuture<T> done) {
        try {
            return done.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) throw cause;
            throw new DbException("the database failed", e.getCause());
        }
    }

    private Handle open(boolean readOnly) {
        var config = new SQLiteConfig();
        config.setJournalMode(JournalMode.WAL);
        config.setSynchronous(SynchronousMode.FULL);
        config.setTransactionMode(TransactionMode.IMMEDIATE);
        config.setBusyTimeout(10_000);
        config.enforceForeignKeys(true);
        config.setCacheSize(-4_000); // KiB per connection
        config.setReadOnly(readOnly);
        try {
            Connection connection = config.createConnection("jdbc:sqlite:" + file);
            Jdbi jdbi = Jdbi.create(() -> connection);
            jdbi.setStatementBuilderFactory(_ -> new KeptStatements());
            return jdbi.open();
        } catch (SQLException e) {
            throw new DbException("cannot open " + file + ": " + e.getMessage(), e);
        }
    }

    /** Finishes the writes that were accepted, then closes the file. */
    @Override
    public void close() {
        Writer open = writer;
        writer = null;
        // readers first: only the writer's handle, closing last, can fold the log back into the file
        readers.forEach(Loop::close);
        for (Loop reader : readers) reader.join(Duration.ofSeconds(2));
        refuseReads();
        if (open != null) open.close();
    }

    /** One caller's question. */
    private record Read<T extends @Nullable Object>(Work<T> work, CompletableFuture<T> done) {
        void run(Handle handle) {
            try {
                handle.execute("begin deferred"); // one moment for all that the work reads
                T result;
                try {
                    result = work.run(handle);
                } finally {
                    handle.execute("rollback");
                }
                done.complete(result);
            } catch (Throwable e) {
                done.completeExceptionally(e);
            }
        }
    }

    /** A piece of work within one transaction. */
    @FunctionalInterface
    public interface Work<T extends @Nullable Object> {
        /** Runs SQL on {@code sql}; an exception undoes it all. */
        T run(Handle sql);
    }
}
