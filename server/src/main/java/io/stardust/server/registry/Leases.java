package io.stardust.server.registry;

import io.stardust.protocol.loop.Loop;
import io.stardust.server.change.Changes;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends registrations of which no sign of life comes any more, unless protection keeps them. A sign of life costs one
 * write to memory; that a lease goes on is found out when it would have been over. Thread-safe.
 */
final class Leases implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Leases.class);
    private static final String ACTOR = "system";
    private static final Duration ROUND = Duration.ofMillis(500);
    private static final int AT_ONCE = 5_000;
    /** How often the kept are looked at again. */
    private static final long AGAIN = 5_000; // ms

    private static final long SHORTEST = 30_000; // ms
    /** Of clients that do not keep the period they are told. */
    private static final long FOREIGN = 300_000; // ms

    private final Timetable<Tenure> due = new Timetable<>();
    private final Set<ServiceBook> guarded = ConcurrentHashMap.newKeySet();
    private final Supplier<Duration> pingPeriod;
    private final LongSupplier elapsed;
    private final InstantSource clock;
    private final Changes changes;
    private final Consumer<Tenure> end;
    private final Loop loop = Loop.every("registry-leases", ROUND, this::round);

    /**
     * @param pingPeriod how often our SDK is told to report
     * @param end removes a registration whose lease is over
     */
    Leases(
            Supplier<Duration> pingPeriod,
            LongSupplier elapsed,
            InstantSource clock,
            Changes changes,
            Consumer<Tenure> end) {
        this.pingPeriod = pingPeriod;
        this.elapsed = elapsed;
        this.clock = clock;
        this.changes = changes;
        this.end = end;
    }

    void start() {
        loop.start();
    }

    Loop loop() {
        return loop;
    }

    /** How long a registration holds without a sign of life, in ms. */
    long length(Tenure tenure) {
        if (tenure.lease > 0) return tenure.lease;
        return tenure.sdk ? Math.max(SHORTEST, 3 * pingPeriod.get().toMillis()) : FOREIGN;
    }

    void begin(Tenure tenure) {
        due.set(tenure, tenure.due(length(tenure)));
    }

    void end(Tenure tenure) {
        due.remove(tenure);
    }

    /** The owner's push channel has ended. */
    void closed(Tenure tenure) {
        tenure.close(elapsed.getAsLong());
        begin(tenure);
    }

    /** How many there are. */
    int size() {
        return due.size();
    }

    /** Looks who is over. */
    void round() {
        long now = elapsed.getAsLong();
        Map<ServiceBook, Set<Long>> over = new HashMap<>();
        List<Tenure> some = due.due(now, AT_ONCE);
        for (Tenure tenure : some) {
            long at = tenure.due(length(tenure));
            if (at > now) due.set(tenure, at);
            else over.computeIfAbsent(tenure.book, _ -> new HashSet<>()).add(tenure.id);
        }
        over.forEach((book, ids) -> lapse(book, ids, now));
        for (Tenure tenure : some) {
            boolean kept = over.getOrDefault(tenure.book, Set.of()).contains(tenure.id) && tenure.book.holds(tenure);
            if (kept) due.set(tenure, now + AGAIN);
        }
        // last: what is told is written to the database, which may be away, and nobody may be lost of whom it is told
        over.keySet().forEach(this::told);
        for (ServiceBook book : guarded) {
            book.review(now, clock.millis(), this::length);
            told(book);
        }
    }

    private void lapse(ServiceBook book, Set<Long> ids, long now) {
        List<Provider> gone = book.lapse(ids, now, clock.millis(), this::length);
        for (Provider provider : gone) end.accept(provider.tenure);
        if (!gone.isEmpty()) LOG.info("{}: {} providers went silent and are removed", book.name, gone.size());
    }

    /** Says in log and changes that providers are kept, or no longer. */
    private void told(ServiceBook book) {
        boolean protectedNow = book.protectedSince() != 0;
        boolean news = protectedNow ? guarded.add(book) : guarded.remove(book);
        if (!news) return;
        if (protectedNow) LOG.warn("{}: so many providers are silent that they are kept", book.name);
        else LOG.info("{}: silent providers are no longer kept", book.name);
        ServiceDefinition definition = book.definition();
        if (definition == null) return;
        String kind = protectedNow ? "service.protected" : "service.unprotected";
        changes.write(
                ACTOR,
                tx -> tx.record(kind, definition.projectId(), definition.id(), null, ServiceViews.told(definition)));
    }

    @Override
    public void close() {
        loop.close();
    }
}
