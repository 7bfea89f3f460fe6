package io.stardust.server.node;

import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * How long one waits for others, by a setting that may change. A longer time counts at once. A shorter one counts when
 * the longer one is over: until then those are waited for who were told the longer one and have not heard of the new
 * one yet. Thread-safe.
 */
public final class Patience implements Supplier<Duration> {
    private final Supplier<Duration> setting;
    private final LongSupplier elapsed;
    // guarded by this
    private Duration latest = Duration.ZERO;
    private Duration longer = Duration.ZERO;
    private long until;

    /** @param elapsed milliseconds from whenever, which only ever grow at their pace */
    public Patience(Supplier<Duration> setting, LongSupplier elapsed) {
        this.setting = setting;
        this.elapsed = elapsed;
    }

    /** Takes note of the time that counts first, from which on a change is noticed. */
    public void begin() {
        get();
    }

    @Override
    public synchronized Duration get() {
        long now = elapsed.getAsLong();
        Duration asked = setting.get();
        if (!asked.equals(latest)) {
            longer = counts(now);
            until = now + longer.toMillis();
            latest = asked;
        }
        return counts(now);
    }

    private Duration counts(long now) {
        return now < until && longer.compareTo(latest) > 0 ? longer : latest;
    }
}
