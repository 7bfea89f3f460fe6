package io.stardust.server.db;

import io.stardust.protocol.loop.Loop;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes what has been kept for long enough, in portions so small that other writes pass between them. Each store says
 * what is to go; this is the one loop that does it. Thread-safe.
 */
public final class Expiry implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Expiry.class);
    private static final Duration PERIOD = Duration.ofMinutes(10);
    private static final int PORTION = 500;

    private final Database db;
    private final InstantSource clock;
    private final List<Rule> rules = new CopyOnWriteArrayList<>();
    private final List<Runnable> after = new CopyOnWriteArrayList<>();
    private final Loop loop;

    public Expiry(Database db, InstantSource clock, Lease lease) {
        this.db = db;
        this.clock = clock;
        this.loop = Loop.every("expiry", PERIOD, lease.guarding(this::round)::run);
    }

    private record Rule(String name, Supplier<Duration> keep, Deleter deleter) {}

    /** Deletes the oldest of one kind. */
    @FunctionalInterface
    public interface Deleter {
        /** Deletes at most {@code limit} rows that ended before {@code before} (epoch ms); returns how many. */
        int delete(Handle sql, long before, int limit);
    }

    /**
     * What {@code deleter} knows is kept for {@code keep}, which each round asks; zero = for ever. {@code name} is for
     * the log.
     */
    public void keep(String name, Supplier<Duration> keep, Deleter deleter) {
        rules.add(new Rule(name, keep, deleter));
    }

    /** Does {@code work} after each round of deletes: it frees what nothing refers to any more. */
    public void also(Runnable work) {
        after.add(work);
    }

    /** Begins. */
    public Expiry start() {
        loop.start();
        return this;
    }

    /** The thread that works here. */
    public Loop loop() {
        return loop;
    }

    /** Deletes all that is due now. A kind that cannot be deleted does not hold up the others. */
    public void round() {
        RuntimeException failure = null;
        for (Rule rule : rules) {
            try {
                expire(rule);
            } catch (RuntimeException e) {
                failure = e;
            }
        }
        for (Runnable work : after) {
            try {
                work.run();
            } catch (RuntimeException e) {
                failure = e;
            }
        }
        if (failure != null) throw failure;
    }

    private void expire(Rule rule) {
        Duration keep = rule.keep.get();
        if (keep.isZero()) return;
        long before = clock.millis() - keep.toMillis();
        long gone = 0;
        int portion = PORTION;
        while (portion == PORTION && !Thread.currentThread().isInterrupted()) {
            loop.beat();
            portion = db.write(sql -> rule.deleter.delete(sql, before, PORTION));
            gone += portion;
        }
        if (gone > 0) LOG.info("{}: {} older than {} days deleted", rule.name, gone, keep.toDays());
    }

    @Override
    public void close() {
        loop.close();
    }
}
