package io.stardust.agent.supervise;

import io.stardust.protocol.loop.Heartbeat;
import io.stardust.protocol.loop.LoopState;
import io.stardust.protocol.loop.Workers;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One thread that does one thing after the other, now or later. Thread-safe; after {@link #close} asks are ignored. */
final class Serial implements Executor, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Serial.class);

    private static final Duration STUCK = Duration.ofSeconds(60);

    private final String name;
    private final ScheduledThreadPoolExecutor executor;
    private final Heartbeat heart;

    Serial(String name) {
        this.name = name;
        this.heart = new Heartbeat(name, STUCK);
        this.executor = new ScheduledThreadPoolExecutor(1, new Workers(name));
        executor.setRemoveOnCancelPolicy(true);
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    @Override
    public void execute(Runnable task) {
        try {
            executor.execute(() -> run(task));
        } catch (RejectedExecutionException e) {
            LOG.debug("{}: closed", name);
        }
    }

    /** Runs {@code task} after {@code delay}, unless what is returned is cancelled before. */
    Later after(Duration delay, Runnable task) {
        try {
            Future<?> future = executor.schedule(() -> run(task), delay.toNanos(), TimeUnit.NANOSECONDS);
            return () -> future.cancel(false);
        } catch (RejectedExecutionException e) {
            LOG.debug("{}: closed", name);
            return () -> {};
        }
    }

    /** Something that will happen unless it is cancelled. */
    interface Later {
        void cancel();
    }

    private void run(Runnable task) {
        heart.beat();
        try {
            task.run();
            heart.succeeded();
        } catch (Exception | Error e) { // the border of this loop: the next task must run
            heart.failed(e);
        } finally {
            heart.rest();
        }
    }

    /** How it fares. */
    LoopState state() {
        return heart.state();
    }

    /** Finishes what was asked for and is due, in 5 s at most; drops what is not due yet. */
    @Override
    public void close() {
        CountDownLatch due = new CountDownLatch(1);
        execute(due::countDown); // a shutdown alone would drop what is due, too
        try {
            if (!executor.isShutdown() && !due.await(5, TimeUnit.SECONDS)) LOG.warn("{}: still busy, left alone", name);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        executor.shutdown();
    }
}
