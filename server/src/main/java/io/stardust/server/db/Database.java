package io.stardust.server.db;

import io.stardust.server.db.Writer.Job;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
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
    private static final Logger LOG = LoggerFactory.getLogger(Database.class);
    private static final int READERS = 3;
    private static final int WAITING_READS = 10_000;

    private final Path file;
    private final BlockingQueue<Read<?>> reads = new ArrayBlockingQueue<>(WAITING_READS);
    private final List<Thread> readers = new ArrayList<>();
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
            readers.add(Thread.ofPlatform().name("db-read-" + i).daemon().start(this::readLoop));
        }
        return this;
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

    /** Runs {@code work} on a read-only view of what is committed: every write that returned before is in it. */
    public <T extends @Nullable Object> T read(Work<T> work) {
        if (writer == null) throw new DbException("the database is closed", null);
        var read = new Read<>(work, new CompletableFuture<T>());
        if (!reads.offer(read)) throw new DbException("too many reads are waiting (%d)".formatted(WAITING_READS), null);
        if (writer == null) refuseReads(); // it may have come too late for the readers
        return join(read.done());
    }

    private void readLoop() {
        try (Handle handle = open(true)) {
            while (!Thread.currentThread().isInterrupted()) reads.take().run(handle);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
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
        readers.forEach(Thread::interrupt);
        for (Thread reader : readers) {
            try {
                reader.join(2_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                LOG.warn("closing the database was interrupted");
            }
        }
        refuseReads();
        if (open != null) open.close();
    }

    /** One caller's question. */
    private record Read<T extends @Nullable Object>(Work<T> work, CompletableFuture<T> done) {
        void run(Handle handle) {
            try {
                done.complete(work.run(handle));
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
