package io.stardust.cli.deploy;

import io.stardust.api.deploy.ProbeView;
import io.stardust.cli.http.Failure;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say when probes are asked. Filled by picocli. */
final class ProbeTimes {
    private static final int MS = 1000;

    @Option(names = "--readiness-delay", paramLabel = "SECONDS", description = "Initial delay; 0 = none.")
    private @Nullable Integer readinessDelay;

    @Option(
            names = "--readiness-period",
            paramLabel = "SECONDS",
            description = "Interval; 0 = 1 until it is ready, then 10.")
    private @Nullable Integer readinessPeriod;

    @Option(names = "--readiness-timeout", paramLabel = "SECONDS", description = "Timeout; 0 = 1.")
    private @Nullable Integer readinessTimeout;

    @Option(
            names = "--readiness-failures",
            paramLabel = "N",
            description = "Failures in a row until it counts as failed; 0 = 3.")
    private @Nullable Integer readinessFailures;

    @Option(
            names = "--liveness-delay",
            paramLabel = "SECONDS",
            description = "Initial delay; counted after the app is ready, or after 2 minutes.")
    private @Nullable Integer livenessDelay;

    @Option(names = "--liveness-period", paramLabel = "SECONDS", description = "Interval; 0 = 10.")
    private @Nullable Integer livenessPeriod;

    @Option(names = "--liveness-timeout", paramLabel = "SECONDS", description = "Timeout; 0 = 1.")
    private @Nullable Integer livenessTimeout;

    @Option(
            names = "--liveness-failures",
            paramLabel = "N",
            description = "Failures in a row until it counts as failed; 0 = 3.")
    private @Nullable Integer livenessFailures;

    /** @param now The one there is; null = none. */
    @Nullable
    ProbeView readiness(@Nullable String word, @Nullable ProbeView now) {
        return timed("readiness", word, now, readinessDelay, readinessPeriod, readinessTimeout, readinessFailures);
    }

    /** @param now The one there is; null = none. */
    @Nullable
    ProbeView liveness(@Nullable String word, @Nullable ProbeView now) {
        return timed("liveness", word, now, livenessDelay, livenessPeriod, livenessTimeout, livenessFailures);
    }

    private static @Nullable ProbeView timed(
            String option,
            @Nullable String word,
            @Nullable ProbeView now,
            @Nullable Integer delay,
            @Nullable Integer period,
            @Nullable Integer timeout,
            @Nullable Integer failures) {
        boolean times = delay != null || period != null || timeout != null || failures != null;
        if (word == null && !times) return null;
        ProbeView named = word == null ? now : probe(option, word);
        if (named == null)
            throw Failure.usage("--%s-...: no %s probe (expected: --%s)".formatted(option, option, option));
        @Nullable ProbeView before = word == null ? named : null;
        return new ProbeView(
                named.kind(),
                named.target(),
                ms(delay, before == null ? null : before.delayMs()),
                ms(period, before == null ? null : before.periodMs()),
                ms(timeout, before == null ? null : before.timeoutMs()),
                failures != null ? failures : before == null ? null : before.failures(),
                named.expect());
    }

    /**
     * From one word of the command line: {@code http:/health}, {@code http://host/x}, {@code tcp}, {@code tcp:host:80},
     * {@code exec:check --fast}, {@code none}.
     */
    static ProbeView probe(String option, String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.startsWith("http://") || lower.startsWith("https://")) return bare("http", text);
        int colon = text.indexOf(':');
        String kind = colon < 0 ? lower : lower.substring(0, colon);
        String target = colon < 0 ? null : text.substring(colon + 1);
        return switch (kind) {
            case "http", "tcp", "exec", "none" -> bare(kind, target);
            default ->
                throw Failure.usage(
                        "--%s: %s (expected: http:/path, http://url, tcp, tcp:host:port, exec:command or none)"
                                .formatted(option, text));
        };
    }

    private static ProbeView bare(String kind, @Nullable String target) {
        return new ProbeView(kind, target, null, null, null, null, null);
    }

    private static @Nullable Integer ms(@Nullable Integer seconds, @Nullable Integer before) {
        return seconds == null ? before : Integer.valueOf(Math.multiplyExact(seconds, MS));
    }
}
