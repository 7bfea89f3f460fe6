package io.stardust.server.registry;

import io.stardust.protocol.loop.Loop;
import io.stardust.server.registry.Provider.Standing;
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
    private static final int STEP = 10; // percent

    private final Registry registry;
    private final Books books;
    private final Canaries canaries;
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

    Ramps(Registry registry, Books books, Canaries canaries, LongSupplier elapsed) {
        this.registry = registry;
        this.books = books;
        this.canaries = canaries;
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
        if (!begins(wanted)) return registry.register(definition, wanted);
        Duration lasts = times.of(wanted);
        Standing first = Standing.NEW.canary(canaries.first(wanted)).share(lasts.isZero() ? Standing.WHOLE : STEP);
        Provider made = registry.register(definition, wanted, first);
        if (made.standing.share() < Standing.WHOLE) {
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
            long id = entry.getKey();
            Ramp ramp = entry.getValue();
            long steps = 1 + (now - ramp.began) * (Standing.WHOLE / STEP) / ramp.lasts;
            int share = (int) Math.min(Standing.WHOLE, steps * STEP);
            registry.stands(ramp.book, id, standing -> standing.share(share));
            if (share == Standing.WHOLE || ramp.book.find(id) == null) ramps.remove(id, ramp);
        }
    }

    @Override
    public void close() {
        loop.close();
    }
}
