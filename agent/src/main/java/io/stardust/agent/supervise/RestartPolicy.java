package io.stardust.agent.supervise;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Whether and when a process that ended is started again. Immutable; a pure function of how long processes stayed up.
 *
 * <p>The first restart comes at once, the next after {@link RestartLimits#firstDelay} doubling to
 * {@link RestartLimits#maxDelay}, each ±20 % so that apps which fell together do not rise together. {@code giveUpAfter}
 * failures in a row end it; a process that stayed up for {@code resetAfter} makes the next failure the first one again.
 *
 * @param failures In a row, so far.
 */
record RestartPolicy(RestartLimits limits, int failures) {
    /** What to do about an exit. */
    sealed interface Decision {
        /** Start again after {@code delay}; {@code next} judges the exit after that. */
        record Restart(Duration delay, RestartPolicy next) implements Decision {}

        /** Do not start again until somebody asks. */
        record GiveUp(int failures) implements Decision {}
    }

    static RestartPolicy fresh(RestartLimits limits) {
        return new RestartPolicy(limits, 0);
    }

    /** Judges an exit nobody asked for, of a process that was up for {@code uptime}. */
    Decision exited(Duration uptime, RandomGenerator random) {
        int before = uptime.compareTo(limits.resetAfter()) >= 0 ? 0 : failures;
        int now = before + 1;
        if (now >= limits.giveUpAfter()) return new Decision.GiveUp(now);
        return new Decision.Restart(delay(before, random), new RestartPolicy(limits, now));
    }

    private Duration delay(int before, RandomGenerator random) {
        if (before == 0) return Duration.ZERO;
        long doubled =
                limits.firstDelay().toMillis() << Math.min(before - 1, 20); // 20 doublings of 200 ms are 58 hours
        long delay = Math.min(doubled, limits.maxDelay().toMillis());
        return Duration.ofMillis(Math.round(delay * (0.8 + 0.4 * random.nextDouble())));
    }
}
