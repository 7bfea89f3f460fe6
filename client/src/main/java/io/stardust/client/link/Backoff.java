package io.stardust.client.link;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * How long to wait after the n-th failure in a row: the n-th of {@code steps}, the last one from then on, each spread
 * by up to a half either way so that a fleet does not return in one second. Immutable.
 *
 * @param steps At least one; the wait after the first failure comes first.
 */
public record Backoff(List<Duration> steps) {
    /** Copies {@code steps}. */
    public Backoff {
        steps = List.copyOf(steps);
        if (steps.isEmpty()) throw new IllegalArgumentException("steps: empty (expected: at least one wait)");
    }

    static Backoff ofMillis(long... steps) {
        List<Duration> waits = new ArrayList<>();
        for (long step : steps) waits.add(Duration.ofMillis(step));
        return new Backoff(waits);
    }

    /** Returns the wait after {@code failures} failures in a row, counted from 1. */
    public Duration after(int failures, RandomGenerator random) {
        Duration step = steps.get(Math.min(Math.max(failures, 1), steps.size()) - 1);
        return Duration.ofMillis((long) (step.toMillis() * (0.5 + random.nextDouble())));
    }

    Backoff faster(int times) {
        List<Duration> waits = new ArrayList<>();
        for (Duration step : steps) waits.add(step.dividedBy(times));
        return new Backoff(waits);
    }
}
