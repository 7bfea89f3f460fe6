package io.stardust.cli.deploy;

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

    private final Terminal terminal;

    Watch(Terminal terminal) {
        this.terminal = terminal;
    }

    /** Returns the exit code; {@code begun} is the answer that began the rollout. */
    int follow(Api api, Deployment deployment, Reply begun, WatchOptions options) {
        Rollout rollout = begun.as(Rollout.class);
        String what = "%s %s".formatted(deployment.name(), Words.spaced(rollout.version()));
        if (!options.wanted() || rollout.status().equals("scheduled")) {
            if (terminal.json()) terminal.print(begun);
            else terminal.print("rollout #%d %s %s".formatted(rollout.id(), verb(rollout), what));
            return Exit.OK.code();
        }
        terminal.note("rollout #%d: %s to %s"
                .formatted(rollout.id(), what, Words.count(rollout.placements().size(), "node")));
        long began = terminal.now();
        Reply last = watched(api, begun, began + options.seconds() * 1000);
        Rollout end = last.as(Rollout.class);
        if (terminal.json()) terminal.print(last);
        if (!end.over()) {
            throw Failure.failed("rollout #%d is not through after %s: %s"
                    .formatted(end.id(), Words.took(terminal.now() - began), open(end)));
        }
        if (end.status().equals("paused")) {
            terminal.note("rollout #%d is paused: %s".formatted(end.id(), Words.spaced(end.pausedWhy())));
            return Exit.OK.code();
        }
        if (!end.status().equals("done")) throw Failure.failed("%s: %s".formatted(what, outcome(end)));
        if (!terminal.json()) {
            terminal.print("%s runs on %s (%s)"
                    .formatted(what, Words.count(end.placements().size(), "node"), Words.took(terminal.now() - began)));
        }
        return Exit.OK.code();
    }

    private Reply watched(Api api, Reply begun, long end) {
        var progress = new RolloutProgress(terminal);
        Reply last = begun;
        boolean away = false;
        while (true) {
            Rollout rollout = last.as(Rollout.class);
            progress.show(rollout);
            if (rollout.over() || terminal.now() > end) return last;
            Waiting.pause(PAUSE_MS);
            try {
                last = api.get("/rollouts/" + rollout.id());
                away = false;
            } catch (Failure e) {
                // The rollout goes on without us; a server that restarts will tell how it went.
                if (e.exit() != Exit.UNAVAILABLE || terminal.now() > end) throw e;
                if (!away) terminal.note("still watching: " + e.line());
                away = true;
            }
        }
    }

    private static String verb(Rollout rollout) {
        return rollout.status().equals("scheduled")
                ? "begins at %s and moves to".formatted(Words.at(rollout.startAt(), ZoneId.systemDefault()))
                : "moves to";
    }

    private static String outcome(Rollout end) {
        return switch (end.status()) {
            case "failed" -> end.pausedWhy() == null ? failed(end) : end.pausedWhy();
            case "reverted" -> "it was reverted: " + end.pausedWhy();
            default -> end.status();
        };
    }

    private static String failed(Rollout rollout) {
        return rollout.placements().stream()
                .filter(part -> part.state().equals("failed"))
                .map(part -> part.nodeName() + ": " + (part.reason() == null ? "failed" : part.reason()))
                .collect(Collectors.joining("; "));
    }

    private static String open(Rollout rollout) {
        return rollout.placements().stream()
                .filter(part -> !part.state().equals("ready"))
                .map(part -> part.nodeName() + " is " + Words.spaced(part.state()))
                .collect(Collectors.joining(", "));
    }
}
