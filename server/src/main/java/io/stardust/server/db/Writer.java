package io.stardust.server.db;

import io.stardust.protocol.loop.Heartbeat;
import io.stardust.protocol.loop.Loop;
import io.stardust.server.db.Database.Work;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The only thread of this server that changes the database. Takes what waits, up to {@link #GROUP} pieces, runs each in
 * a savepoint, commits once, then tells the callers. One fsync so serves many: 15,000 durable writes a second into a
 * file where one by one gave 3,000. A connection that broke is opened anew for the next pieces.
 */
final class Writer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Writer.class);
    private static final int GROUP = 256;
    private static final int WAITING = 20_000;

    /** A group that takes longer counts as stuck. */
    private static final Duration STUCK = Duration.ofSeconds(30);

    /** For what was accepted when it is closed. */
    private static final Duration LAST = Duration.ofSeconds(8);

    /** A connection that has rested for longer is asked whether it still answers before work is given to it. */
    private static final Duration RESTED = Duration.ofSeconds(1);

    private final Engine engine;
    private @Nullable Handle handle; // null: to be opened; the loop's alone once that runs
    private long usedAt = System.nanoTime();
    private final BlockingQueue<Job<?>> jobs = new ArrayBlockingQueue<>(WAITING);
    private final Loop loop;
    private volatile boolean closing;
    private volatile boolean ended;

    Writer(Engine engine) {
        this.engine = engine;
        this.loop = Loop.of(new Heartbeat("db-write", STUCK), this::gathered, this::commit, this::end);
    }

    /** The connection, opened if need be. */
    private Handle open() {
        Handle now = handle;
        boolean rested = System.nanoTime() - usedAt > RESTED.toNanos();
        usedAt = System.nanoTime();
        if (now != null && (!rested || engine.answers(now))) return now;
        discard();
        now = engine.openForPieces();
        handle = now;
        return now;
    }

    /** Closes the connection; the next piece of work opens another. */
    private void discard() {
        Handle last = handle;
        handle = null;
        if (last == null) return;
        try {
            last.close();
        } catch (RuntimeException e) {
            LOG.debug("closing a broken connection", e);
        }
    }

    void start() {
        loop.start();
    }

    Loop loop() {
        return loop;
    }

    void submit(Job<?> job) {
        if (closing) throw new DbException("the database is closing", null);
        if (!jobs.offer(job)) throw new DbException("too many writes are waiting (%d)".formatted(WAITING), null);
        if (ended) refuseTheRest(); // it may have come too late for the loop
    }

    private void refuseTheRest() {
        List<Job<?>> late = new ArrayList<>();
        jobs.drainTo(late);
        String why = closing ? "the database is closing" : "the database's writer has ended";
        late.forEach(job -> job.fail(new DbException(why, null)));
    }

    /** Waits for jobs; null when the last one is done. */
    private @Nullable List<Job<?>> gathered() {
        List<Job<?>> group = new ArrayList<>(GROUP);
        while (!closing || !jobs.isEmpty()) {
            try {
                group.add(jobs.take());
                jobs.drainTo(group, GROUP - 1);
                return group;
            } catch (InterruptedException e) {
                LOG.debug("the writer was called"); // it looks whether it is to end
            }
        }
        return null;
    }

    /** Whatever ended the loop: nobody waits for it any more. */
    private void end() {
        ended = true;
        refuseTheRest();
        discard();
    }

    /** Every job gets its end here, whatever fails. */
    private void commit(List<Job<?>> group) {
        Thread.interrupted(); // a stray interrupt must not meet the file
        boolean committing = false;
        try {
            Handle sql = open();
            sql.begin();
            boolean alone = group.size() == 1;
            for (Job<?> job : group) job.run(sql, alone);
            committing = true;
            if (alone && group.getFirst().hasFailed()) sql.rollback();
            else sql.commit();
        } catch (Throwable e) {
            LOG.error("commit of {} writes failed: {}", group.size(), e.toString());
            undo();
            String what = committing ? "the database could not commit: " : "the database is away: ";
            group.forEach(job -> job.fail(new DbException(what + e.getMessage(), e)));
            return;
        }
        for (Job<?> job : group) job.succeed();
    }

    private void undo() {
        Handle broken = handle;
        if (broken == null) return;
        try {
            broken.rollback();
        } catch (RuntimeException | Error e) {
            LOG.debug("rollback failed, the connection is opened anew", e);
            discard();
        }
    }

    @Override
    public void close() {
        closing = true;
        loop.interrupt();
        loop.join(LAST);
    }

    /** One caller's work, and what became of it. */
    static final class Job<T extends @Nullable Object> {
        private final Work<T> work;
        private final Runnable afterCommit;
        private final CompletableFuture<T> done = new CompletableFuture<>();
        private @Nullable Throwable failure;
        private @Nullable Object result;

        Job(Work<T> work, Runnable afterCommit) {
            this.work = work;
            this.afterCommit = afterCommit;
        }

        CompletableFuture<T> done() {
            return done;
        }

        /** @param alone nothing else is in the transaction, which needs no savepoint: two round trips less */
        void run(Handle handle, boolean alone) {
            if (!alone) handle.savepoint("job"); // by JDBC: a statement of Jdbi's takes several times as long
            try {
                result = work.run(handle);
                if (!alone) handle.releaseSavepoint("job");
            } catch (Throwable e) {
                failure = DbException.of(e);
                if (!alone) handle.rollbackToSavepoint("job"); // which forgets it
            }
        }

        boolean hasFailed() {
            return failure != null;
        }

        void fail(Throwable cause) {
            done.completeExceptionally(cause);
        }

        @SuppressWarnings("unchecked") // result came from work
        void succeed() {
            if (failure != null) {
                done.completeExceptionally(failure);
                return;
            }
            try {
                afterCommit.run();
            } catch (Exception | Error e) { // it is committed: the caller hears so
                LOG.error("news of a committed write failed", e);
            }
            done.complete((T) result);
        }
    }
}
