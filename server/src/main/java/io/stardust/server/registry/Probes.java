package io.stardust.server.registry;

import io.stardust.protocol.Printable;
import io.stardust.protocol.loop.Loop;
import io.stardust.protocol.loop.Workers;
import io.stardust.server.http.Check;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks providers that name a health address whether they are well: each every ten seconds, spread over them, a few at a
 * time. Three failures in a row hide a provider from consumers, one success shows it again. Thread-safe.
 */
final class Probes implements AutoCloseable {
    static final int FAILURES = 3;

    private static final long PERIOD = 10_000; // ms
    private static final Duration ROUND = Duration.ofMillis(250);
    private static final int AT_ONCE = 16;
    private static final int RESULT = 200; // characters

    private final LongSupplier elapsed;
    private final InstantSource clock;
    private final Verdicts verdicts;
    private final Timetable<Watch> due = new Timetable<>();
    private final Map<Long, Watch> watches = new ConcurrentHashMap<>();
    private final ThreadPoolExecutor askers;
    private final Loop loop = Loop.every("registry-probes", ROUND, this::round);

    /** Hears what was found. */
    @FunctionalInterface
    interface Verdicts {
        void found(ServiceBook book, long id, boolean healthy);
    }

    Probes(LongSupplier elapsed, InstantSource clock, Verdicts verdicts) {
        this.elapsed = elapsed;
        this.clock = clock;
        this.verdicts = verdicts;
        this.askers = new ThreadPoolExecutor(
                AT_ONCE, AT_ONCE, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), new Workers("registry-probe"));
        askers.allowCoreThreadTimeOut(true);
    }

    /** What is known of one provider's health. */
    static final class Watch {
        private final ServiceBook book;
        private final long id;
        private final String health;
        private final @Nullable ProbeTarget target;
        private volatile int failures;
        private volatile long asked; // epoch ms, 0: not yet
        private volatile @Nullable String result;

        private Watch(ServiceBook book, long id, String health, @Nullable ProbeTarget target) {
            this.book = book;
            this.id = id;
            this.health = health;
            this.target = target;
            this.result = target == null ? "not asked: its host is none of the provider's addresses" : null;
        }

        /** When it was asked last, epoch ms; 0: not yet. */
        long asked() {
            return asked;
        }

        /** What was wrong the last time; null: nothing. */
        @Nullable
        String result() {
            return result;
        }
    }

    void start() {
        loop.start();
    }

    Loop loop() {
        return loop;
    }

    /** Looks after {@code provider} from now on, if it names an address for it. */
    void watch(ServiceBook book, Provider provider) {
        Registration said = provider.said;
        @Nullable ServiceDefinition definition = book.definition();
        @Nullable
        String health = definition == null || definition.health() == null ? said.health() : definition.health();
        if (health == null) {
            forget(said.id());
            return;
        }
        @Nullable ProbeTarget target = ProbeTarget.of(health, said.address(), said.from());
        @Nullable Watch known = watches.get(said.id());
        if (known != null && known.health.equals(health) && java.util.Objects.equals(known.target, target)) return;
        forget(said.id());
        var watch = new Watch(book, said.id(), health, target);
        watches.put(said.id(), watch);
        if (target != null)
            due.set(watch, elapsed.getAsLong() + ThreadLocalRandom.current().nextLong(PERIOD));
    }

    void forget(long id) {
        @Nullable Watch watch = watches.remove(id);
        if (watch != null) due.remove(watch);
    }

    /** What is known of a provider's health; null when it is not asked. */
    @Nullable
    Watch of(long id) {
        return watches.get(id);
    }

    /** Asks whoever is due. */
    void round() {
        long now = elapsed.getAsLong();
        for (Watch watch : due.due(now, Integer.MAX_VALUE)) askers.execute(() -> ask(watch));
    }

    private void ask(Watch watch) {
        long began = elapsed.getAsLong();
        try {
            @Nullable ProbeTarget target = watch.target;
            if (target == null || watches.get(watch.id) != watch) return;
            @Nullable String wrong = target.ask();
            watch.result = wrong == null ? null : Check.cut(Printable.line(wrong), RESULT);
            watch.asked = clock.millis();
            watch.failures = wrong == null ? 0 : watch.failures + 1;
            if (watch.failures == 0 || watch.failures >= FAILURES) {
                verdicts.found(watch.book, watch.id, watch.failures == 0);
            }
        } finally {
            if (watches.get(watch.id) == watch) due.set(watch, began + PERIOD);
        }
    }

    @Override
    public void close() {
        loop.close();
        askers.shutdownNow();
    }
}
