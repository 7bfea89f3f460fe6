package io.stardust.e2e;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Waits for something to become true, with a bound, by looking often. */
final class Awaits {
    private static final Duration BETWEEN = Duration.ofMillis(20);

    private Awaits() {}

    /** Returns when {@code condition} holds. */
    static void until(String what, Duration atMost, Callable<Boolean> condition) {
        value(what, atMost, condition, holds -> holds);
    }

    /**
     * Returns the first value that is {@code good}; an exception of {@code look} counts as "not yet". The error names
     * what was seen last.
     */
    static <T> T value(String what, Duration atMost, Callable<T> look, Predicate<T> good) {
        long end = System.nanoTime() + atMost.toNanos();
        @Nullable T last = null;
        @Nullable Exception failure = null;
        while (true) {
            try {
                T seen = look.call();
                if (good.test(seen)) return seen;
                last = seen;
                failure = null;
            } catch (Exception e) {
                failure = e;
            }
            if (System.nanoTime() > end || Thread.currentThread().isInterrupted()) {
                String seen = failure == null ? String.valueOf(last) : failure.toString();
                throw new AssertionError("not within " + atMost + ": " + what + "; last seen: " + seen, failure);
            }
            LockSupport.parkNanos(BETWEEN.toNanos());
        }
    }
}
