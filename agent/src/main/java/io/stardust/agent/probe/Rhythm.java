package io.stardust.agent.probe;

import io.stardust.protocol.deploy.Probe;
import java.time.Duration;

/**
 * When a question is put. Immutable.
 *
 * @param delay From the beginning to the first question.
 * @param period Between two questions, until a yes and after a no.
 * @param timeout After which no answer is a no.
 * @param failures So many noes in a row are taken seriously.
 * @param settled Between two questions after a yes.
 * @param eager Until the first yes it is asked more often: after 0.1 s, then 0.2, 0.4 … until the period.
 */
public record Rhythm(Duration delay, Duration period, Duration timeout, int failures, Duration settled, boolean eager) {
    private static final int HOUR_MS = 3_600_000;

    /** Of a readiness probe: every second, eagerly at first, and every ten once it is well. */
    public static Rhythm readiness(Probe probe) {
        return of(probe, 1_000, 10_000, true);
    }

    /** Of a liveness probe: every ten seconds. */
    public static Rhythm liveness(Probe probe) {
        return of(probe, 10_000, 10_000, false);
    }

    /** The same for something that has been there for {@code age}. */
    public Rhythm since(Duration age) {
        Duration left = delay.minus(age);
        return new Rhythm(left.isNegative() ? Duration.ZERO : left, period, timeout, failures, settled, eager);
    }

    /** The same for something that is well just now. */
    public Rhythm after() {
        return new Rhythm(settled, period, timeout, failures, settled, eager);
    }

    private static Rhythm of(Probe probe, int usualMs, int settledMs, boolean eager) {
        return new Rhythm(
                Duration.ofMillis(Math.clamp(probe.delay(), 0, HOUR_MS)),
                Duration.ofMillis(or(probe.period(), usualMs, 100, HOUR_MS)),
                Duration.ofMillis(or(probe.timeout(), 1_000, 100, 60_000)),
                or(probe.failures(), 3, 1, 100),
                Duration.ofMillis(or(probe.period(), settledMs, 100, HOUR_MS)),
                eager);
    }

    private static int or(int given, int usual, int least, int most) {
        return given <= 0 ? usual : Math.clamp(given, least, most);
    }
}
