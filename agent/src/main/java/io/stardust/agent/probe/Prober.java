package io.stardust.agent.probe;

import io.stardust.protocol.loop.Loop;
import io.stardust.protocol.loop.Workers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks any number of apps whether they are well, in one thread that never waits for an answer, so that an app that
 * hangs keeps no other from being asked; names and TLS take up to four more. There is no thread while there is nothing
 * to ask. Thread-safe.
 */
public final class Prober implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Prober.class);
    private static final int THREADS = 4;

    private final List<Probing> all = new ArrayList<>();
    private @Nullable Selector selector;
    private @Nullable ThreadPoolExecutor threads;
    private boolean closed;

    /**
     * Begins to ask; {@code heard} is told on the prober's thread.
     *
     * @param surroundings For commands.
     */
    public synchronized Probing begin(Question question, Rhythm rhythm, Surroundings surroundings, Heard heard) {
        Probing probing = new Probing(this, question, rhythm, surroundings, heard);
        if (closed) return probing;
        all.add(probing);
        Selector waiting = selector;
        if (waiting != null) {
            waiting.wakeup();
            return probing;
        }
        try {
            selector = Selector.open();
        } catch (IOException e) {
            throw new UncheckedIOException("nothing can be asked", e);
        }
        Loop.of("probe", this::living, this::look).start();
        return probing;
    }

    synchronized void wake() {
        if (selector != null) selector.wakeup();
    }

    /** Whether there is a thread that asks. */
    synchronized boolean asks() {
        return selector != null;
    }

    /** The one that the prober's thread waits on; there is one as long as it runs. */
    synchronized Selector selector() {
        if (selector == null) throw new IllegalStateException("nothing is asked");
        return selector;
    }

    synchronized void inThread(Runnable question) {
        if (threads == null) {
            threads = new ThreadPoolExecutor(
                    THREADS, THREADS, 5, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), new Workers("probe-wait"));
            threads.allowCoreThreadTimeOut(true);
        }
        threads.execute(question);
    }

    private void look(List<Probing> now) throws IOException {
        long time = System.nanoTime();
        long wait = Long.MAX_VALUE;
        for (Probing each : now) wait = Math.min(wait, step(each, time));
        Selector waiting = selector();
        waiting.select(Math.max(1, wait / 1_000_000));
        waiting.selectedKeys().clear(); // each looks for itself
    }

    /** A question that cannot be asked keeps no other from being asked. */
    private static long step(Probing each, long time) {
        try {
            return each.step(time);
        } catch (RuntimeException | Error e) {
            LOG.error("a probe failed; asked again in a second", e);
            return 1_000_000_000L;
        }
    }

    /** Nothing left means that this thread ends; decided under the lock, so that nobody relies on it afterwards. */
    private synchronized @Nullable List<Probing> living() {
        all.removeIf(each -> {
            if (each.stopped()) each.end();
            return each.stopped();
        });
        if (closed) all.forEach(Probing::end);
        if (!closed && !all.isEmpty()) return List.copyOf(all);
        try {
            if (selector != null) selector.close();
        } catch (IOException e) {
            LOG.debug("selector not closed: {}", e.toString());
        }
        selector = null;
        return null;
    }

    /** Asks nothing any more. */
    @Override
    public synchronized void close() {
        closed = true;
        if (threads != null) threads.shutdownNow();
        if (selector != null) selector.wakeup();
    }
}
