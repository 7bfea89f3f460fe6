package io.stardust.server.feature;

import io.stardust.protocol.loop.Loop;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What starts with the server and stops with it. Parts start in the order in which they were added and stop in reverse;
 * one that cannot stop keeps none of the others from it. Filled by one thread before {@link #start}; then thread-safe.
 */
public final class Lifecycle implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Lifecycle.class);

    private record Part(String name, Runnable start, AutoCloseable stop) {}

    private final List<Part> parts = new ArrayList<>();
    private final List<Supplier<List<Loop>>> loops = new ArrayList<>();
    private int started; // guarded by this

    /** Adds what starts and stops. */
    public void add(String name, Runnable start, AutoCloseable stop) {
        parts.add(new Part(name, start, stop));
    }

    /** Adds what only has to be started. */
    public void starts(String name, Runnable start) {
        add(name, start, () -> {});
    }

    /** Adds what only has to be stopped. */
    public void stops(String name, AutoCloseable stop) {
        add(name, () -> {}, stop);
    }

    /** Adds a background loop, whose heartbeat the health looks at. */
    public void watch(Supplier<Loop> loop) {
        watchAll(() -> List.of(loop.get()));
    }

    /** As {@link #watch}, of several, or of such as come and go. */
    public void watchAll(Supplier<List<Loop>> some) {
        loops.add(some);
    }

    /** Every background loop. */
    public List<Loop> loops() {
        return loops.stream().flatMap(some -> some.get().stream()).toList();
    }

    /** Starts all. When one cannot, those that were begun are stopped and its failure is thrown. */
    public synchronized void start() {
        for (Part part : parts) {
            started++;
            try {
                part.start.run();
            } catch (RuntimeException | Error e) {
                stop(e);
                throw e;
            }
        }
    }

    /** Stops what was started; the second time does nothing. */
    @Override
    public synchronized void close() {
        stop(null);
    }

    private void stop(@Nullable Throwable why) {
        for (; started > 0; started--) {
            Part part = parts.get(started - 1);
            try {
                part.stop.close();
            } catch (Exception | Error e) { // a border: the others must stop as well
                LOG.error("{}: does not stop", part.name, e);
                if (why != null) why.addSuppressed(e);
            }
        }
    }
}
