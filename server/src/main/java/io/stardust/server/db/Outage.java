package io.stardust.server.db;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A database that is away fails whoever asks it, which may be thousands at a time: it is logged in one line for all of
 * them, without a stack, and not again for {@link #QUIET}. Thread-safe.
 */
public final class Outage {
    private static final Logger LOG = LoggerFactory.getLogger(Outage.class);

    private static final Duration QUIET = Duration.ofSeconds(10);
    private static final AtomicLong TOLD = new AtomicLong(); // when it was last told; 0 = never

    private Outage() {}

    /** Logs {@code e} unless another was just logged. */
    public static void logged(DbException e) {
        long now = System.nanoTime();
        long last = TOLD.get();
        boolean quiet = last != 0 && now - last < QUIET.toNanos();
        if (quiet || !TOLD.compareAndSet(last, now)) return;
        LOG.error("{}; the same is not told again for {} s", e.toString(), QUIET.toSeconds());
    }
}
