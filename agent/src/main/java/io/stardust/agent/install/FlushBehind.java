package io.stardust.agent.install;

import io.stardust.protocol.loop.Workers;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Brings written files to the disk while the next ones are being written, so that a power cut after an install finds
 * whole files and the install hardly waits. Used by one thread; owns a few threads of its own until closed.
 */
final class FlushBehind implements AutoCloseable {
    /** Files open at once, at most: far below the usual limit of 1,024. When all wait, the writer flushes itself. */
    private static final int AHEAD = 64;

    /** Several, because a journalling file system settles flushes that meet in one go. */
    private static final int THREADS = 4;

    private final ThreadPoolExecutor threads = new ThreadPoolExecutor(
            THREADS,
            THREADS,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(AHEAD),
            new Workers("flush-behind"),
            new ThreadPoolExecutor.CallerRunsPolicy());
    private final AtomicReference<@Nullable IOException> failure = new AtomicReference<>();

    /** Takes over a written file: forces and closes it soon. */
    void closeLater(FileChannel file) {
        threads.execute(() -> {
            try (file) {
                file.force(false);
            } catch (IOException e) {
                failure.compareAndSet(null, e);
            }
        });
    }

    /** Waits until every file is on the disk. */
    void finish() throws IOException {
        close();
        IOException failed = failure.get();
        if (failed != null) throw failed;
    }

    @Override
    public void close() {
        threads.close();
    }
}
