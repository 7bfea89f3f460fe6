package io.stardust.cli.deploy;

import io.stardust.api.deploy.DeploymentView;
import io.stardust.api.rollout.RolloutView;
import io.stardust.cli.http.Api;
import io.stardust.cli.http.Exit;
import io.stardust.cli.http.Failure;
import io.stardust.cli.http.Reply;
import io.stardust.cli.terminal.Terminal;
import io.stardust.cli.terminal.Words;
import java.time.ZoneId;
import java.util.stream.Collectors;

/** Watches a rollout until it is over, showing each node's steps as they come. Not thread-safe. */
final class Watch {
    private static final long PAUSE_MS = 150;

    /** Looks after the end of a failed rollout, until its output is there. */
    private static final int LATE = 5;

    private final Terminal terminal;

    Watch(Terminal terminal) {
        this.terminal = terminal;
    }

    /** Returns the exit code; {@code begun} is the answer that began the rollout. */
    int follow(Api api, DeploymentView deployment, Reply begun, WatchOptions options) {
        RolloutView rollout = begun.as(RolloutView.class);
        String what = "%s %s".formatted(deployment.name(), rollout.version());
        warn(rollout);
        if (!options.wanted() || rollout.status().equals("scheduled")) {
            if (terminal.json()) terminal.print(begun);
            else terminal.print("rollout #%d %s %s".formatted(rollout.id(), verb(rollout), what));
            return Exit.OK.code();
        }
        terminal.note("rollout #%d: %s to %s"
                .formatted(rollout.id(), what, Words.count(rollout.counts().all(), "node")));
        long began = terminal.now();
        Reply last = watched(api, begun, began + options.seconds() * 1000);
        RolloutView end = last.as(RolloutView.class);
        if (terminal.json()) terminal.print(last);
        if (!over(end)) {
            terminal.note("next: stardust rollout show " + end.id());
            throw Failure.failed("rollout #%d did not finish within %s: %s"
                    .formatted(end.id(), Words.took(terminal.now() - began), open(end)));
        }
        if (end.status().equals("paused")) {
            terminal.note("rollout #%d is paused: %s".formatted(end.id(), Words.spaced(end.pausedWhy())));
            terminal.note(
                    "next: stardust rollout resume %d, or stardust rollout revert %d".formatted(end.id(), end.id()));
            return Exit.OK.code();
        }
        if (!end.status().equals("done")) {
            RolloutOutcome.explain(terminal, deployment, end);
            throw Failure.failed("%s: %s".formatted(what, RolloutOutcome.of(end)));
        }
        if (!terminal.json()) RolloutOutcome.print(terminal, deployment, end, terminal.now() - began);
        return Exit.OK.code();
    }

    private void warn(RolloutView begun) {
        begun.warnings().forEach(warning -> terminal.note("warning: " + warning));
    }

    private Reply watched(Api api, Reply begun, long end) {
        var progress = new RolloutProgress(terminal);
        Reply last = begun;
        boolean away = false;
        int late = LATE;
        while (true) {
            RolloutView rollout = last.as(RolloutView.class);
            progress.show(rollout);
            boolean over = last != begun && over(rollout);
            // what a program printed may come a moment after the failure itself
            boolean silent = rollout.status().equals("failed")
                    && rollout.placements().stream()
                            .allMatch(part -> RolloutText.printed(part).isEmpty());
            if ((over && !(silent && late-- > 0)) || terminal.now() > end) return last;
            Waiting.pause(PAUSE_MS);
            try {
                last = api.get("/rollouts/" + rollout.id() + "?steps=true");
                away = false;
            } catch (Failure e) {
                // The rollout goes on without us; a server that restarts will tell how it went.
                if (e.exit() != Exit.UNAVAILABLE || terminal.now() > end) throw e;
                if (!away) terminal.note("still watching: " + e.line());
                away = true;
            }
        }
    }

    /** It will not change any more unless somebody does something. */
    private static boolean over(RolloutView rollout) {
        return switch (rollout.status()) {
            case "running", "reverting", "scheduled" -> false;
            default -> true;
        };
    }

    private static String verb(RolloutView rollout) {
        return rollout.status().equals("scheduled")
                ? "starts at %s:".formatted(Words.at(rollout.startAt(), ZoneId.systemDefault()))
                : "started:";
    }

    private static String open(RolloutView rollout) {
        return rollout.placements().stream()
                .filter(part -> !part.state().equals("ready"))
                .map(part -> part.nodeName() + " is " + Words.spaced(part.state()))
                .collect(Collectors.joining(", "));
    }
}
