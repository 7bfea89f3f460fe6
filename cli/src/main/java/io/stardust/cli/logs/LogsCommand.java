package io.stardust.cli.logs;

import io.stardust.api.app.AppView;
import io.stardust.api.logs.LogEntry;
import io.stardust.api.logs.LogPage;
import io.stardust.api.logs.LogPatterns;
import io.stardust.cli.app.Apps;
import io.stardust.cli.http.Api;
import io.stardust.cli.http.Exit;
import io.stardust.cli.http.Failure;
import io.stardust.cli.http.Session;
import io.stardust.cli.terminal.Table;
import io.stardust.cli.terminal.Terminal;
import io.stardust.cli.terminal.Times;
import io.stardust.cli.terminal.Words;
import io.stardust.protocol.Json;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code stardust logs}. */
@Command(
        name = "logs",
        aliases = "log",
        description = {
            "Search what apps logged, the oldest of it first; -f follows it.",
            "QUERY has words, \"phrases\", -without, level:warn+, node:, release:, logger:, trace:, @attribute:value, *part*, /regex/."
        },
        footer = {
            "  stardust logs shop --since 15m",
            "  stardust logs shop -q timeout --level error -f",
            "  stardust logs -q trace:4bf92f3577b34da6a3ce929d0e0e4736 --since 1d",
            "  stardust logs shop --patterns --since 1d"
        })
public final class LogsCommand implements Runnable {
    private static final int MOST = 100_000;
    private static final long PAUSE_MS = 1_000;

    private final Session session;
    private final Terminal terminal;

    @Nullable
    @Parameters(paramLabel = "APP", arity = "0..1", description = "App name or ID; default: all that you may read.")
    private String word;

    @Nullable
    @Option(
            names = {"-q", "--query"},
            paramLabel = "QUERY",
            description = "Only records that match; see above.")
    private String query;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "How far back: 30s, 15m, 1h, 7d, or a time; default: ${DEFAULT-VALUE}.")
    private String since = "1h";

    @Nullable
    @Option(names = "--until", paramLabel = "TIME", description = "Only records before; default: now.")
    private String until;

    @Nullable
    @Option(names = "--level", paramLabel = "LEVEL", description = "This level and what is graver, e.g. warn.")
    private String level;

    @Option(
            names = {"-n", "--lines"},
            paramLabel = "N",
            description = "Number of records, counted from the end; default: ${DEFAULT-VALUE}.")
    private int lines = 100;

    @Option(
            names = {"-f", "--follow"},
            description = "Follow the log until interrupted.")
    private boolean follow;

    @Option(names = "--patterns", description = "Show what messages have in common, and what of it is new.")
    private boolean patterns;

    public LogsCommand(Session session, Terminal terminal) {
        this.session = session;
        this.terminal = terminal;
    }

    @Override
    public void run() {
        if (lines < 1 || lines > MOST) throw Failure.usage("--lines: %d (expected: 1–%,d)".formatted(lines, MOST));
        if (follow && (until != null || patterns)) {
            throw Failure.usage(
                    "--follow: with --%s (expected: one of them)".formatted(patterns ? "patterns" : "until"));
        }
        var api = session.api();
        @Nullable AppView app = word == null ? null : Apps.find(api, word);
        if (patterns) showPatterns(api, app);
        else search(api, app);
        if (follow) follow(api, app);
    }

    private @Nullable String typed() {
        if (level == null) return query;
        String graver = "level:" + level.toLowerCase(Locale.ROOT) + "+";
        return query == null ? graver : query + " " + graver;
    }

    private String path(String verb, @Nullable AppView app, @Nullable Object... more) {
        Instant now = Instant.ofEpochMilli(terminal.now());
        Instant from = Times.since("since", since, now, ZoneId.systemDefault());
        Instant to = until == null ? now.plusMillis(1) : Times.since("until", until, now, ZoneId.systemDefault());
        String path = Api.query(
                "/logs" + verb,
                "app",
                app == null ? null : app.id(),
                "q",
                typed(),
                "from",
                from.toEpochMilli(),
                "to",
                to.toEpochMilli());
        return Api.query(path, more);
    }

    private void search(Api api, @Nullable AppView app) {
        var found = api.listAfter(path("", app), lines);
        if (terminal.json() && !follow) {
            terminal.print(found);
            return;
        }
        List<LogEntry> entries = new ArrayList<>(found.as(LogPage.class, LogPage::items));
        for (LogEntry entry : entries.reversed()) show(entry, app == null);
        if (entries.isEmpty() && !follow)
            terminal.note("no records since " + since + "; --since 7d looks further back");
        else if (entries.size() == lines && !follow) terminal.note("there may be more: --lines N");
    }

    private void show(LogEntry entry, boolean many) {
        if (terminal.json()) terminal.printJson(Json.TOLERANT.text(entry));
        else LogText.print(terminal, entry, many);
    }

    private void showPatterns(Api api, @Nullable AppView app) {
        var reply = api.get(path("/patterns", app, "limit", Math.min(lines, 500)));
        if (terminal.json()) {
            terminal.print(reply);
            return;
        }
        LogPatterns found = reply.as(LogPatterns.class);
        var table = new Table("COUNT", "NEW", "PATTERN");
        for (LogPatterns.Pattern each : found.patterns()) {
            table.row(each.count(), each.fresh() ? "new" : "", each.pattern().isEmpty() ? "(others)" : each.pattern());
        }
        table.print(terminal, "no records since " + since);
        if (found.newSince() != null) {
            terminal.note(
                    "new: not seen in the seven days before " + Words.at(found.newSince(), ZoneId.systemDefault()));
        }
        if (!found.complete()) terminal.note("not all was looked at in time: a shorter --since is exact");
    }

    /** A server that goes away for a moment is asked again. */
    private void follow(Api api, @Nullable AppView app) {
        String path = Api.query("/logs/live", "app", app == null ? null : app.id(), "q", typed());
        boolean away = false;
        while (true) {
            try {
                api.events(path, (event, data) -> {
                    switch (event) {
                        case "log" -> show(Json.TOLERANT.read(data, LogEntry.class), app == null);
                        case "lost" -> terminal.note("some records came too fast to be shown: search for them");
                        default -> {} // a sign of life
                    }
                });
                away = false;
            } catch (Failure e) {
                if (e.exit() != Exit.UNAVAILABLE) throw e;
                if (!away) terminal.note("still following: " + e.line());
                away = true;
            }
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure(Exit.FAILED, "interrupted");
        }
    }
}
