package io.stardust.cli.deploy;

import io.stardust.cli.http.Failure;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a rollout goes on: batches, pauses, what follows from failures. Filled by picocli. */
final class PaceOptions {
    @Option(
            names = "--batch",
            paramLabel = "N|N%",
            description =
                    "So many at once, each batch when the one before is ready; default: one first, then the rest.")
    private @Nullable String batch;

    @Option(names = "--all-at-once", description = "No canary: all nodes at once.")
    private boolean all;

    @Option(
            names = "--canary",
            paramLabel = "N|N%",
            description = "So many in the first batch; with --pause ask it waits for a resume.")
    private @Nullable String canary;

    @Option(
            names = "--pause",
            paramLabel = "TIME|ask",
            description = "Between two batches: 30s, 5m, 2h; ask: after the first one until somebody resumes it.")
    private @Nullable List<String> pauses;

    @Option(names = "--on-failure", paramLabel = "WHAT", description = "stop (the default), revert or continue.")
    private @Nullable String onFailure;

    @Option(names = "--max-failures", paramLabel = "N", description = "Failed nodes that are tolerated; default: 0.")
    private @Nullable Integer maxFailures;

    @Option(
            names = "--health",
            paramLabel = "TIME",
            description = "What is not ready so long after it was begun has failed; default: 2m.")
    private @Nullable String health;

    @Option(
            names = "--at",
            paramLabel = "WHEN",
            description = "Begins then: 22:30, 2026-01-31T22:30, or in 2h; default: now.")
    private @Nullable String at;

    @Option(
            names = "--label",
            paramLabel = "KEY=VALUE",
            split = ",",
            description = "The nodes that have this label; may be repeated: that have all of them.")
    private @Nullable List<String> labels;

    @Option(names = "--plan", description = "Only says what would happen.")
    private boolean plan;

    boolean planned() {
        return plan;
    }

    boolean labelled() {
        return labels != null;
    }

    /** It goes on some time, not now: there is nothing to watch yet. */
    boolean later() {
        return at != null;
    }

    NewRollout rollout(
            @Nullable Long deploymentId, @Nullable Long releaseId, @Nullable List<Long> nodeIds, ZonedDateTime now) {
        if (all && (batch != null || canary != null)) {
            throw Failure.usage("--all-at-once: given beside --batch or --canary (expected: one of them)");
        }
        return new NewRollout(
                deploymentId,
                releaseId,
                nodeIds,
                labels,
                all ? "100%" : batch,
                canary,
                pauseSeconds(),
                asks() ? true : null,
                onFailure,
                maxFailures,
                health == null ? null : seconds("health", health),
                at == null ? null : Long.valueOf(when(at, now).toEpochMilli()),
                null,
                null);
    }

    private boolean asks() {
        return pauses != null && pauses.contains("ask");
    }

    private @Nullable Integer pauseSeconds() {
        if (pauses == null) return null;
        return pauses.stream()
                .filter(pause -> !pause.equals("ask"))
                .findFirst()
                .map(pause -> seconds("pause", pause))
                .orElse(null);
    }

    /** {@code 30}, {@code 30s}, {@code 5m}, {@code 2h} in seconds. */
    static int seconds(String option, String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (!lower.matches("\\d{1,6}[smh]?")) {
            throw Failure.usage("--%s: %s (expected: 30s, 5m or 2h)".formatted(option, text));
        }
        char unit = lower.charAt(lower.length() - 1);
        int number = Integer.parseInt(Character.isDigit(unit) ? lower : lower.substring(0, lower.length() - 1));
        return unit == 'h' ? number * 3_600 : unit == 'm' ? number * 60 : number;
    }

    /** {@code 22:30} is the next time the clock says so. */
    static Instant when(String text, ZonedDateTime now) {
        ZoneId zone = now.getZone();
        try {
            if (text.startsWith("in ")) {
                return now.toInstant()
                        .plus(Duration.ofSeconds(seconds("at", text.substring(3).strip())));
            }
            if (text.matches("\\d{1,2}:\\d{2}")) {
                LocalTime time = LocalTime.parse(text.length() == 4 ? "0" + text : text);
                ZonedDateTime today = now.with(time);
                return (today.isAfter(now) ? today : today.plusDays(1)).toInstant();
            }
            return text.endsWith("Z")
                    ? Instant.parse(text)
                    : LocalDateTime.parse(text.replace(' ', 'T')).atZone(zone).toInstant();
        } catch (DateTimeParseException e) {
            throw Failure.usage("--at: %s (expected: 22:30, 2026-01-31T22:30 or \"in 2h\")".formatted(text));
        }
    }
}
