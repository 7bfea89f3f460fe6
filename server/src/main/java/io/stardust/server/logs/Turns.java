package io.stardust.server.logs;

import io.stardust.server.http.ApiException.Unavailable;
import io.stardust.telemetry.query.LogQuery;
import io.stardust.telemetry.search.Budget;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Lets few searches run at a time, each for a bounded time: what else the server does must not wait for them. Those
 * that read all lines have fewer places, so that they keep none from the quick ones. Thread-safe.
 */
final class Turns {
    private static final int AT_ONCE = 4;
    private static final int SLOW_AT_ONCE = 2;
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final Semaphore all = new Semaphore(AT_ONCE, true);
    private final Semaphore slow = new Semaphore(SLOW_AT_ONCE, true);

    /** Runs {@code search}, whose budget says how long it may take. */
    <T> T run(LogQuery query, Function<Budget, T> search) {
        if (!query.isSlow()) return run(all, search);
        return run(slow, _ -> run(all, search));
    }

    private static <T> T run(Semaphore places, Function<Budget, T> search) {
        try {
            if (!places.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new Unavailable("logs: too many searches at a time; try again");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unavailable("logs: the search was interrupted");
        }
        try {
            return search.apply(Budget.of(LIMIT));
        } finally {
            places.release();
        }
    }
}
