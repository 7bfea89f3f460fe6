package io.stardust.protocol.loop;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Signs of life of one thread that works again and again: whether it rests or works, since when, and what failed last.
 * Logs the first failure of a row and the recovery, not each repetition. Thread-safe.
 */
public final class Heartbeat {
    static final System.Logger LOG = System.getLogger("io.stardust.loop");

    private final String name;
    private final Duration limit;
    private final LongSupplier nanoTime;
    private boolean working; // guarded by this, as all below
    private long since;
    private long failures; // in a row
    private @Nullable String lastFailure;

    /** {@code limit}: one piece of work that takes longer counts as stuck. */
    public Heartbeat(String name, Duration limit) {
        this(name, limit, System::nanoTime);
    }

    Heartbeat(String name, Duration limit, LongSupplier nanoTime) {
        this.name = name;
        this.limit = limit;
        this.nanoTime = nanoTime;
        this.since = nanoTime.getAsLong();
    }

    /** A piece of work begins, or goes on: the limit counts from now. */
    public synchronized void beat() {
        working = true;
        since = nanoTime.getAsLong();
    }

    /** There is nothing to do; however long that lasts, it is no fault. */
    public synchronized void rest() {
        working = false;
        since = nanoTime.getAsLong();
    }

    /** A piece of work is done well. */
    public synchronized void succeeded() {
        if (failures > 0) LOG.log(Level.INFO, name + " goes on after " + failures + " failures");
        failures = 0;
    }

    /** A piece of work failed; the next one comes. Returns how many failed in a row. */
    public synchronized long failed(Throwable why) {
        failures++;
        lastFailure = why.toString();
        if (failures == 1) LOG.log(Level.ERROR, name + " stumbled and goes on", why);
        else LOG.log(Level.DEBUG, name + " stumbled again: " + why);
        return failures;
    }

    /** What is to be seen from outside; {@code ended}: it finished, on purpose or not. */
    synchronized LoopState state(boolean ended, boolean dead) {
        long seconds = (nanoTime.getAsLong() - since) / 1_000_000_000L;
        String state = dead
                ? LoopState.DEAD
                : ended
                        ? LoopState.ENDED
                        : !working ? LoopState.IDLE : seconds >= limit.toSeconds() ? LoopState.STUCK : LoopState.BUSY;
        return new LoopState(name, state, seconds, failures, failures == 0 ? null : lastFailure);
    }

    /** What is to be seen from outside. */
    public LoopState state() {
        return state(false, false);
    }
}
