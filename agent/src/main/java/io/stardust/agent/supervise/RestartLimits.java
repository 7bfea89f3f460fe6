package io.stardust.agent.supervise;

import java.time.Duration;

/**
 * When an app that ended is started again.
 *
 * @param firstDelay Before the second restart in a row (the first comes at once); doubles from there.
 * @param maxDelay The longest delay.
 * @param resetAfter A process that was up this long makes its end the first failure again.
 * @param giveUpAfter So many failures in a row end it.
 */
public record RestartLimits(Duration firstDelay, Duration maxDelay, Duration resetAfter, int giveUpAfter) {
    /** At once, then 0.2 s doubling to 30 s; anew after 30 s up; 20 failures. */
    public static final RestartLimits DEFAULT =
            new RestartLimits(Duration.ofMillis(200), Duration.ofSeconds(30), Duration.ofSeconds(30), 20);

    public RestartLimits {
        if (firstDelay.isNegative() || maxDelay.compareTo(firstDelay) < 0) {
            throw new IllegalArgumentException(
                    "restart delays %s to %s (expected: 0 or more, growing)".formatted(firstDelay, maxDelay));
        }
        if (giveUpAfter < 1) {
            throw new IllegalArgumentException("giveUpAfter: " + giveUpAfter + " (expected: 1 or more)");
        }
    }
}
