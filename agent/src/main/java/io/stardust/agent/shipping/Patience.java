package io.stardust.agent.shipping;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** How long somebody is left alone that failed: 500 ms, doubling to 30 s while it fails in a row. Not thread-safe. */
final class Patience {
    static final Duration FIRST = Duration.ofMillis(500);
    static final Duration LAST = Duration.ofSeconds(30);

    private int failures; // in a row
    private boolean waits;
    private boolean hurries; // news of the other end the wait
    private long due; // ns

    /** It failed once more. */
    void failed(long now) {
        long ms = Math.min(FIRST.toMillis() << Math.min(failures, 10), LAST.toMillis());
        pause(Duration.ofMillis(ms), now);
        hurries = true;
    }

    /** It is to be left alone for so long. */
    void pause(Duration wait, long now) {
        failures++;
        waits = true;
        hurries = false;
        due = now + wait.toNanos();
    }

    void succeeded() {
        failures = 0;
        waits = false;
    }

    /** It is said to be there: a wait that nobody asked for ends. */
    void hurry() {
        if (hurries) waits = false;
    }

    /** The wait ends, whoever asked for it; what failed in a row still counts. */
    void over() {
        waits = false;
    }

    int failures() {
        return failures;
    }

    boolean waits(long now) {
        if (waits && now - due >= 0) waits = false;
        return waits;
    }

    /** How long it still waits. */
    long millisLeft(long now) {
        return waits(now) ? TimeUnit.NANOSECONDS.toMillis(due - now) + 1 : 0;
    }
}
