package io.stardust.telemetry.store;

import io.stardust.telemetry.journal.Batch;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Batches that wait to be written, up to a bound of bytes. Thread-safe. */
final class WaitingBatches {
    private static final long IDLE_MS = 500;

    private final String shelf;
    private final long most;
    private final ArrayDeque<Waiting> queue = new ArrayDeque<>(); // guarded by this, as is what follows
    private long bytes;
    private boolean closed;

    /** A batch, what will be said of it, and to whom. */
    record Waiting(Batch batch, Taken taken, CompletableFuture<Taken> answer) {}

    /** {@code most}: bytes; a single larger batch may wait alone. */
    WaitingBatches(String shelf, long most) {
        this.shelf = shelf;
        this.most = most;
    }

    synchronized CompletableFuture<Taken> add(Batch batch, Taken taken) {
        if (closed) throw new IllegalStateException(shelf + " is closed");
        if (bytes > 0 && bytes + batch.size() > most) throw new IntakeFull(shelf, bytes);
        CompletableFuture<Taken> answer = new CompletableFuture<>();
        queue.add(new Waiting(batch, taken, answer));
        bytes += batch.size();
        notifyAll();
        return answer;
    }

    /**
     * The batches that wait, the first whatever its size, no more than {@code group} bytes of them; none when none came
     * for half a second; null when it is closed and empty.
     */
    synchronized @Nullable List<Waiting> next(int group) throws InterruptedException {
        long until = System.nanoTime() + IDLE_MS * 1_000_000;
        while (queue.isEmpty() && !closed) {
            long left = (until - System.nanoTime()) / 1_000_000;
            if (left <= 0) break;
            wait(left);
        }
        if (queue.isEmpty() && closed) return null;
        List<Waiting> taken = new ArrayList<>();
        long size = 0;
        while (true) {
            Waiting first = queue.peek();
            if (first == null || (!taken.isEmpty() && size + first.batch().size() > group)) return taken;
            size += first.batch().size();
            taken.add(queue.remove());
        }
    }

    /** {@code batches} wait no more. */
    synchronized void done(List<Waiting> batches) {
        for (Waiting each : batches) bytes -= each.batch().size();
    }

    /** Nothing is added any more; what waits is still given out. */
    synchronized void close() {
        closed = true;
        notifyAll();
    }
}
