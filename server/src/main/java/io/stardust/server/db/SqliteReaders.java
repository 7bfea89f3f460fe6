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

/**
 * A few platform threads that read for everybody: SQLite's native calls pin a virtual thread's carrier, and left to
 * wait inside them, the one that holds the lock may never get a carrier to finish on (docs/rationale/state-store.md has
 * the measurement).
 */
final class SqliteReaders implements Readers {
    private static final int READERS = 3;
    private static final int WAITING = 10_000;
    private static final Duration STUCK = Duration.ofSeconds(60);

    private final BlockingQueue<Read<?>> reads = new ArrayBlockingQueue<>(WAITING);
    private final List<Loop> loops = new ArrayList<>();
    private volatile boolean closed;

    private SqliteReaders() {}

    static SqliteReaders open(SqliteFile file) {
        var readers = new SqliteReaders();
        for (int i = 0; i < READERS; i++) {
            Handle handle = file.openToRead();
            Loop.Work<Read<?>> run = read -> read.run(handle);
            readers.loops.add(Loop.of(new Heartbeat("db-read-" + i, STUCK), readers.reads::take, run, handle::close)
                    .start());
        }
        return readers;
    }

    @Override
    public <T extends @Nullable Object> T read(Work<T> work) {
        var read = new Read<>(work, new CompletableFuture<T>());
        if (closed) throw new DbException("the database is closed", null);
        if (!reads.offer(read)) throw new DbException("too many reads are waiting (%d)".formatted(WAITING), null);
        if (closed) refuse(); // it may have come too late for the threads
        return Database.join(read.done());
    }

    private void refuse() {
        List<Read<?>> late = new ArrayList<>();
        reads.drainTo(late);
        late.forEach(read -> read.done().completeExceptionally(new DbException("the database is closing", null)));
    }

    @Override
    public List<Loop> loops() {
        return List.copyOf(loops);
    }

    @Override
    public void close() {
        closed = true;
        loops.forEach(Loop::close);
        for (Loop loop : loops) loop.join(Duration.ofSeconds(2));
        refuse();
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
}
