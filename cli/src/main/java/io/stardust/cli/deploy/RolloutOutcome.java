package io.stardust.cli.deploy;

import io.stardust.api.deploy.DeploymentView;
import io.stardust.api.rollout.RolloutSummary;
import io.stardust.api.rollout.RolloutView;
import io.stardust.cli.terminal.Terminal;
import io.stardust.cli.terminal.Words;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says how a rollout ended: what runs where, or why not and what to do next. Pure output. */
final class RolloutOutcome {
    private static final int LINES = 5;

    private RolloutOutcome() {}

    /** What runs now, and for a rollback from where each node came. */
    static void print(Terminal terminal, DeploymentView deployment, RolloutView end, long took) {
        RolloutSummary.Counts counts = end.counts();
        int ready = counts.ready();
        int unchanged = counts.unchanged();
        String there = Words.count(ready, "node");
        if (ready > 0 && unchanged == ready) {
            terminal.print("%s %s: already running on %s with these files, nothing to do"
                    .formatted(deployment.name(), end.version(), there));
            return;
        }
        String already = unchanged == 0 ? "" : ", %d of them already before".formatted(unchanged);
        String time = Words.took(took);
        Map<String, Long> versions = versions(end);
        if (versions.size() < 2) {
            terminal.print("%s %s runs on %s (%s)%s".formatted(deployment.name(), end.version(), there, time, already));
        } else {
            String each = versions.entrySet().stream()
                    .map(one -> "%s on %s".formatted(one.getKey(), Words.count(one.getValue(), "node")))
                    .collect(Collectors.joining(", "));
            terminal.print("%s runs %s (%s)%s".formatted(deployment.name(), each, time, already));
        }
        if (end.kind().equals("rollback")) end.placements().forEach(part -> terminal.print("  " + move(part)));
    }

    private static String move(RolloutView.Part part) {
        return RolloutText.move(part.nodeName(), part.fromVersion(), part.version());
    }

    /** How many run which version, where all of them are shown. */
    private static Map<String, Long> versions(RolloutView end) {
        if (end.next() != null) return Map.of();
        return end.placements().stream()
                .filter(part -> part.state().equals("ready"))
                .collect(Collectors.groupingBy(RolloutView.Part::version, TreeMap::new, Collectors.counting()));
    }

    /** What the failed ones printed last, and the commands that help. */
    static void explain(Terminal terminal, DeploymentView deployment, RolloutView end) {
        List<RolloutView.Part> failed = failed(end);
        for (RolloutView.Part part : failed) {
            List<String> printed = RolloutText.printed(part);
            printed.subList(Math.max(0, printed.size() - LINES), printed.size())
                    .forEach(line -> terminal.note("  %s | %s".formatted(part.nodeName(), line)));
        }
        String name = deployment.name();
        if (!failed.isEmpty()) {
            String node = failed.getFirst().nodeName();
            terminal.note("next: stardust deploy output %s --node %s".formatted(name, node));
        }
        if (end.revertedBy() == null
                && end.kind().equals("publish")
                && end.status().equals("failed")
                && end.placements().stream().anyMatch(part -> part.fromVersion() != null)) {
            terminal.note("next: stardust deploy rollback %s --plan".formatted(name));
        }
    }

    /** In one line why it is not done. */
    static String of(RolloutView end) {
        @Nullable String why = end.pausedWhy();
        return switch (end.status()) {
            case "failed" -> {
                String failed = why == null ? reasons(end) : why;
                yield end.revertedBy() == null ? failed : "%s; rolled back by #%d".formatted(failed, end.revertedBy());
            }
            case "reverted" -> "rolled back: " + why;
            default -> end.status();
        };
    }

    private static String reasons(RolloutView end) {
        String reasons = failed(end).stream()
                .map(part -> part.nodeName() + ": " + (part.reason() == null ? "failed" : part.reason()))
                .collect(Collectors.joining("; "));
        return reasons.isEmpty() ? "failed" : reasons;
    }

    private static List<RolloutView.Part> failed(RolloutView end) {
        return end.placements().stream()
                .filter(part -> part.state().equals("failed"))
                .toList();
    }
}
