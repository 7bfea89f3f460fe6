package io.stardust.protocol.loop;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A background thread that goes on whatever happens in it: it waits for something to do, does it, and so on until it is
 * closed. What fails, an {@link Error} too, is logged once and followed by a pause that grows; a stray interrupt ends
 * nothing. Its {@link #state} tells whether it still works. Thread-safe.
 *
 * <p>A program whose memory is used up does not go on: it is started with {@code -XX:+ExitOnOutOfMemoryError}.
 */
public final class Loop implements AutoCloseable {
    private static final long STACK_BYTES = 512 * 1024;
    private static final Duration STUCK = Duration.ofSeconds(60);
    private static final long FIRST_PAUSE_MS = 100;
    private static final long LAST_PAUSE_MS = 5_000;

    private final Heartbeat heart;
    private final Turn turn;
    private final Runnable atEnd;
    private final Thread thread;
    private boolean started; // guarded by this
    private volatile boolean closed;
    private volatile boolean ended;

    /** Waits for work. */
    @FunctionalInterface
    public interface Source<T> {
        /** Returns what is to be done next, null when the loop is to end. */
        @Nullable
        T next() throws InterruptedException;
    }

    /** Does a piece of work. */
    @FunctionalInterface
    public interface Work<T> {
        /** Does it; whatever is thrown is followed by the next piece. */
        void run(T item) throws Exception;
    }

    /** Does the same again. */
    @FunctionalInterface
    public interface Round {
        /** Does it; whatever is thrown is followed by the next round. */
        void run() throws Exception;
    }

    @FunctionalInterface
    private interface Turn {
        boolean run(Heartbeat heart) throws Exception;
    }

    private Loop(Heartbeat heart, Turn turn, Runnable atEnd) {
        this.heart = heart;
        this.turn = turn;
        this.atEnd = atEnd;
        this.thread = thread(heart.state().name(), this::run);
    }

    /** A thread of this program; {@link Chore} and {@link Workers} use it as well. */
    static Thread thread(String name, Runnable work) {
        Thread thread = new Thread(null, work, name, STACK_BYTES);
        thread.setDaemon(true);
        thread.setUncaughtExceptionHandler(
                (where, e) -> Heartbeat.LOG.log(System.Logger.Level.ERROR, name + " ended by a failure", e));
        return thread;
    }

    /** A loop that does what {@code source} brings; a piece that takes longer than a minute counts as stuck. */
    public static <T> Loop of(String name, Source<T> source, Work<T> work) {
        return of(new Heartbeat(name, STUCK), source, work, () -> {});
    }

    /** As {@link #of(String, Source, Work)}; {@code atEnd} runs last in its thread, however it ends. */
    public static <T> Loop of(Heartbeat heart, Source<T> source, Work<T> work, Runnable atEnd) {
        Turn turn = beating -> {
            beating.rest();
            T item = source.next();
            if (item == null) return false;
            beating.beat();
            work.run(item);
            return true;
        };
        return new Loop(heart, turn, atEnd);
    }

    /** A loop that rests {@code period}, does {@code round}, rests again. */
    public static Loop every(String name, Duration period, Round round) {
        return of(
                name,
                () -> {
                    Thread.sleep(period.toMillis());
                    return Boolean.TRUE;
                },
                due -> round.run());
    }

    /** Begins. Once only; nothing after {@link #close}. */
    public Loop start() {
        synchronized (this) {
            if (closed) return this;
            started = true;
        }
        thread.start();
        return this;
    }

    /** Work that takes long for a good reason says that it goes on. */
    public void beat() {
        heart.beat();
    }

    /** Work that waits for somebody else says that it does. */
    public void rest() {
        heart.rest();
    }

    private void run() {
        try {
            boolean more = true;
            while (more && !closed) more = turn();
        } finally {
            ended = true;
            atEnd.run();
        }
    }

    /** Returns false when it is over. */
    private boolean turn() {
        try {
            if (!turn.run(heart)) return false;
            heart.succeeded();
        } catch (Throwable e) { // the border
            if (closed) return false;
            long failures = heart.failed(e);
            heart.rest();
            pause(Math.min(FIRST_PAUSE_MS << Math.min(failures - 1, 10), LAST_PAUSE_MS));
        }
        return true;
    }

    private synchronized void pause(long ms) {
        long end = System.nanoTime() + ms * 1_000_000;
        while (!closed) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) return;
            try {
                wait(left);
            } catch (InterruptedException e) {
                return; // wanted at once; whether it is to end, closed tells
            }
        }
    }

    /** How it fares. */
    public LoopState state() {
        boolean running;
        synchronized (this) {
            running = started;
        }
        boolean gone = running && !ended && !thread.isAlive();
        return heart.state(ended || closed, gone);
    }

    /** Whether the caller is in this loop. */
    public boolean isCurrent() {
        return Thread.currentThread() == thread;
    }

    /** Whether it is to end. */
    public boolean isClosed() {
        return closed;
    }

    /** Wakes its source by an interrupt, and does not end it. */
    public void interrupt() {
        thread.interrupt();
    }

    /** Ends it: interrupts what it does and does not wait for it. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        thread.interrupt();
    }

    /** Waits until it has ended, for at most {@code limit}; returns at once when it never began. */
    public void join(Duration limit) {
        try {
            thread.join(limit.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
