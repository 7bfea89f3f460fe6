package io.stardust.cli.deploy;

import io.stardust.api.rollout.NewRollout;
import io.stardust.cli.http.Failure;
import io.stardust.cli.terminal.Times;
import java.time.ZonedDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a rollout goes on: batches, pauses, what follows from failures. Filled by picocli. */
final class PaceOptions {
    @Option(
            names = "--batch",
            paramLabel = "N|N%",
            description =
                    "Batch size; the next batch starts when the previous one is ready; default: one, then the rest.")
    private @Nullable String batch;

    @Option(names = "--all-at-once", description = "Update all nodes at once, without a canary.")
    private boolean all;

    @Option(
            names = "--canary",
            paramLabel = "N|N%",
            description = "Size of the first batch; with --pause ask it waits for approval.")
    private @Nullable String canary;

    @Option(
            names = "--pause",
            paramLabel = "TIME|ask",
            description = "Pause between batches: 30s, 5m, 2h; ask: wait after the canary until resumed.")
    private @Nullable List<String> pauses;

    @Option(
            names = "--weight",
            paramLabel = "N%",
            description = "Share of the calls that the first batch gets until the next starts; default: its own.")
    private @Nullable String weight;

    @Option(
            names = "--ramp",
            paramLabel = "TIME",
            description = "How long the first batch keeps that share once it is ready; default: 1m.")
    private @Nullable String ramp;

    @Option(
            names = "--on-failure",
            paramLabel = "WHAT",
            description = "On failure: stop (default), revert or continue.")
    private @Nullable String onFailure;

    @Option(names = "--max-failures", paramLabel = "N", description = "Maximum number of failed nodes; default: 0.")
    private @Nullable Integer maxFailures;

    @Option(
            names = "--health",
            paramLabel = "TIME",
            description = "Health timeout: fail if not ready within this time; default: 2m.")
    private @Nullable String health;

    @Option(
            names = "--at",
            paramLabel = "WHEN",
            description = "Start time: 22:30, 2026-01-31T22:30, or in 2h; default: now.")
    private @Nullable String at;

    @Option(
            names = "--config",
            paramLabel = "draft|N",
            description = "Config that goes along: the draft of the app, or a config release; a rollback that undoes"
                    + " a rollout takes its config back, none leaves it.")
    private @Nullable String config;

    @Option(
            names = "--label",
            paramLabel = "KEY=VALUE",
            split = ",",
            description = "Only nodes with this label; repeatable: nodes with all labels.")
    private @Nullable List<String> labels;

    @Option(names = "--plan", description = "Preview: show what would happen.")
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
        if (all && weight != null)
            throw Failure.usage("--all-at-once: not together with --weight (expected: one of them)");
        if (all && (batch != null || canary != null)) {
            throw Failure.usage("--all-at-once: not together with --batch or --canary (expected: one of them)");
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
                percent(),
                ramp == null ? null : Times.seconds("ramp", ramp),
                onFailure,
                maxFailures,
                health == null ? null : Times.seconds("health", health),
                at == null ? null : Long.valueOf(Times.when(at, now).toEpochMilli()),
                null,
                null,
                config);
    }

    private @Nullable Integer percent() {
        if (weight == null) {
            if (ramp == null) return null;
            throw Failure.usage("--ramp: only with --weight (expected: --weight 10%% --ramp %s)".formatted(ramp));
        }
        String number = weight.endsWith("%") ? weight.substring(0, weight.length() - 1) : weight;
        if (number.matches("[1-9]\\d?")) return Integer.valueOf(number);
        throw Failure.usage("--weight: %s (expected: 1%% to 99%%)".formatted(weight));
    }

    private boolean asks() {
        return pauses != null && pauses.contains("ask");
    }

    private @Nullable Integer pauseSeconds() {
        if (pauses == null) return null;
        return pauses.stream()
                .filter(pause -> !pause.equals("ask"))
                .findFirst()
                .map(pause -> Times.seconds("pause", pause))
                .orElse(null);
    }
}
