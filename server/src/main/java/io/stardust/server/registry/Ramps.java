package io.stardust.server.registry;

import io.stardust.protocol.loop.Loop;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets the share of the calls that a process gets which has just begun grow in ten steps, over the time that its
 * deployment says. In memory only: after a start of the server everybody has the whole share. Thread-safe.
 */
final class Ramps implements AutoCloseable {
    private static final Duration ROUND = Duration.ofMillis(500);
    private static final int WHOLE = 100;
    private static final int STEP = 10; // percent

    private final Registry registry;
    private final Books books;
    private final LongSupplier elapsed;
    private final Map<Long, Ramp> ramps = new ConcurrentHashMap<>(); // by provider
    private final Loop loop = Loop.every("registry-ramps", ROUND, this::round);

    /** Over how long the share of a run grows. */
    @FunctionalInterface
    interface Times {
        /** Zero: it has the whole at once. */
        Duration of(Registration registration);
    }

    /** Times in elapsed ms. */
    private record Ramp(ServiceBook book, long began, long lasts) {}

    Ramps(Registry registry, Books books, LongSupplier elapsed) {
        this.registry = registry;
        this.books = books;
        this.elapsed = elapsed;
    }

    void start() {
        loop.start();
    }

    Loop loop() {
        return loop;
    }

    /** As {@link Registry#register}; what a run registers first begins with a small share, if {@code times} says so. */
    Provider register(ServiceDefinition definition, Registration wanted, Times times) {
        Duration lasts = begins(wanted) ? times.of(wanted) : Duration.ZERO;
        if (lasts.isZero()) return registry.register(definition, wanted);
        Provider made = registry.register(definition, wanted, STEP);
        if (made.share < WHOLE) {
            ramps.put(made.said.id(), new Ramp(made.tenure.book, elapsed.getAsLong(), lasts.toMillis()));
        }
        return made;
    }

    private boolean begins(Registration wanted) {
        @Nullable String run = wanted.run();
        if (run == null) return false;
        @Nullable ServiceBook book = books.known(wanted.service());
        @Nullable Provider known = book == null ? null : book.find(wanted.key());
        return known == null || !run.equals(known.said.run());
    }

    /** Takes the steps that are due. */
    void round() {
        long now = elapsed.getAsLong();
        for (Map.Entry<Long, Ramp> entry : List.copyOf(ramps.entrySet())) {
            Ramp ramp = entry.getValue();
            long steps = 1 + (now - ramp.began) * (WHOLE / STEP) / ramp.lasts;
            int share = (int) Math.min(WHOLE, steps * STEP);
            boolean there = registry.share(ramp.book, entry.getKey(), share);
            if (!there || share == WHOLE) ramps.remove(entry.getKey(), ramp);
        }
    }

    @Override
    public void close() {
        loop.close();
    }
}
