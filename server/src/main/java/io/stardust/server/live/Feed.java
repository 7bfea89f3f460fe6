package io.stardust.server.live;

import io.stardust.server.db.Visible;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What one listener is still to be told. Thread-safe; read by the thread that opened it. One that does not keep up is
 * cut, which frees the server at once: it comes back and asks for what it missed.
 */
final class Feed {
    /** Events that may wait for a slow listener. */
    static final int WAITING = 512;

    private final long userId;
    private final Thread reader = Thread.currentThread();
    private final BlockingQueue<Event> events = new ArrayBlockingQueue<>(WAITING);
    private volatile Visible visible;
    private volatile boolean cut;
    private volatile boolean doubted = true; // until its reader has looked once: rights may have gone while it opened
    private boolean done; // guarded by this

    Feed(long userId, Visible visible) {
        this.userId = userId;
        this.visible = visible;
    }

    long userId() {
        return userId;
    }

    void offer(Event event) {
        if (cut || !event.seenBy(visible)) return;
        if (!events.offer(event)) cut();
    }

    /** What its person may see may have changed: to be looked up before the next event is told. */
    void doubt() {
        doubted = true;
    }

    boolean isDoubted() {
        return doubted;
    }

    /** Before what may be seen is looked up: a doubt that comes meanwhile stays. */
    void trust() {
        doubted = false;
    }

    /** From now on, only what this shows. */
    void show(Visible now) {
        visible = now;
    }

    boolean shows(Event event) {
        return event.seenBy(visible);
    }

    /** Ends it; a write that blocks is broken off, and the connection with it. */
    synchronized void cut() {
        cut = true;
        if (!done) reader.interrupt();
    }

    /** The reader has ended by itself, and its thread serves something else now. */
    synchronized void done() {
        done = true;
    }

    boolean isCut() {
        return cut;
    }

    /** The next event; null when there is none within {@code limit}. */
    @Nullable
    Event next(Duration limit) throws InterruptedException {
        return events.poll(limit.toMillis(), TimeUnit.MILLISECONDS);
    }
}
