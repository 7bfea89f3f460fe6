package io.stardust.server.rollout;

import io.stardust.protocol.loop.Loop;
import io.stardust.server.change.Change;
import io.stardust.server.db.Database;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Tells which first batches get a part of the calls only: at the start, whenever a rollout has moved, and every few
 * seconds, since another server may have moved one. Thread-safe.
 */
public final class FirstBatches implements Change.Listener, RolloutEvents.Listener, AutoCloseable {
    private static final long AGAIN = 5; // s

    private final Database db;
    private final FirstBatchStore store = new FirstBatchStore();
    private final List<Consumer<List<FirstBatch>>> listeners = new CopyOnWriteArrayList<>();
    private final Semaphore news = new Semaphore(1);
    private final Loop loop = Loop.of("rollout-first-batches", this::await, _ -> tell());

    FirstBatches(Database db) {
        this.db = db;
    }

    /** Adds a listener, which hears of all that are under way, maybe what it knows; before the server serves. */
    public void listen(Consumer<List<FirstBatch>> listener) {
        listeners.add(listener);
    }

    void start() {
        loop.start();
    }

    Loop loop() {
        return loop;
    }

    @Override
    public void changed(Change change) {
        if (change.subjectKind().equals("rollout") || change.subjectKind().equals("placement")) news.release();
    }

    @Override
    public void moved(long rolloutId) {
        news.release();
    }

    private Boolean await() throws InterruptedException {
        boolean heard = news.tryAcquire(AGAIN, TimeUnit.SECONDS);
        news.drainPermits();
        return heard;
    }

    private void tell() {
        List<FirstBatch> underWay = db.read(store::underWay);
        for (Consumer<List<FirstBatch>> listener : listeners) listener.accept(underWay);
    }

    @Override
    public void close() {
        loop.close();
    }
}
