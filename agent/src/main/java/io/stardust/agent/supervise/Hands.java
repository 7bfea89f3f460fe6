package io.stardust.agent.supervise;

import io.stardust.protocol.loop.Workers;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads that do what takes time, in four groups, so that no number of slow ones of one kind keeps another kind
 * waiting: short work, what waits for calls to end, what waits for processes to end, and downloads. They end when there
 * is nothing to do.
 */
final class Hands implements Executor, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Hands.class);
    private static final Duration IDLE = Duration.ofSeconds(5);
    private static final int DRAINS = 64; // each waits as long as somebody calls
    private static final int WAITS = 16; // a process that will not end takes its whole patience

    private final ThreadPoolExecutor work;
    private final ThreadPoolExecutor drains;
    private final ThreadPoolExecutor waits;
    private final ThreadPoolExecutor downloads;

    /** @param installs Of each but what waits. */
    Hands(int installs) {
        this.work = pool("supervise-hand", installs);
        this.drains = pool("supervise-drain", DRAINS);
        this.waits = pool("supervise-wait", WAITS);
        this.downloads = pool("supervise-fetch", installs);
    }

    private static ThreadPoolExecutor pool(String name, int threads) {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                threads,
                threads,
                IDLE.toSeconds(),
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                new Workers(name),
                new ThreadPoolExecutor.DiscardPolicy()); // only after close
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    /** Short work: looks at disks, starts, swaps. */
    @Override
    public void execute(Runnable task) {
        work.execute(() -> run(task));
    }

    /** Waits until nobody calls a process. */
    void drain(Runnable task) {
        drains.execute(() -> run(task));
    }

    /** Waits for a process to end. */
    void await(Runnable task) {
        waits.execute(() -> run(task));
    }

    /** Fetches and unpacks. */
    void fetch(Runnable task) {
        downloads.execute(() -> run(task));
    }

    private static void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) { // a border: each task has told its app before, or has nothing to tell
            LOG.error("a piece of work failed", e);
        }
    }

    /** Nothing is being done. */
    boolean idle() {
        return work.getActiveCount() + drains.getActiveCount() + waits.getActiveCount() + downloads.getActiveCount()
                == 0;
    }

    /** Ends; what is under way is interrupted. */
    @Override
    public void close() {
        work.shutdownNow();
        drains.shutdownNow();
        waits.shutdownNow();
        downloads.shutdownNow();
    }
}
