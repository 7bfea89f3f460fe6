package io.stardust.cli.overview;

import io.stardust.api.overview.Overview;
import io.stardust.api.overview.Overview.Item;
import io.stardust.api.overview.Overview.Work;
import io.stardust.cli.access.Projects;
import io.stardust.cli.http.Api;
import io.stardust.cli.http.Reply;
import io.stardust.cli.http.Session;
import io.stardust.cli.terminal.Cell;
import io.stardust.cli.terminal.Facts;
import io.stardust.cli.terminal.Table;
import io.stardust.cli.terminal.Terminal;
import io.stardust.cli.terminal.Words;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code stardust overview}. */
@Command(
        name = "overview",
        description = "Show what needs attention, what is in progress, and what is running.",
        footer = "  stardust overview --project default")
public final class OverviewCommand implements Runnable {
    private final Session session;
    private final Terminal terminal;

    @Option(names = "--project", paramLabel = "PROJECT", description = "Only in this project.")
    private @Nullable String project;

    public OverviewCommand(Session session, Terminal terminal) {
        this.session = session;
        this.terminal = terminal;
    }

    @Override
    public void run() {
        var api = session.api();
        Reply reply = api.get(Api.query("/overview", "project", Projects.id(api, project)));
        if (terminal.json()) {
            terminal.print(reply);
            return;
        }
        Overview seen = reply.as(Overview.class);
        terminal.print(sentence(seen));
        if (!seen.attention().isEmpty()) attention(seen);
        if (!seen.inProgress().isEmpty()) inProgress(seen);
        terminal.print("");
        facts(seen);
    }

    /** Is everything fine? */
    private String sentence(Overview seen) {
        if (seen.problems() == 0) return seen.attention().isEmpty() ? "All clear." : "No problems.";
        long latest = seen.latestProblemAt() == null ? 0 : seen.latestProblemAt();
        return "%s, the latest for %s."
                .formatted(Words.count(seen.problems(), "problem"), Words.since(latest, terminal.now()));
    }

    private void attention(Overview seen) {
        terminal.print("");
        var table = new Table("NEEDS ATTENTION", "ID", "NAME", "SINCE", "WHY");
        for (Item item : seen.attention()) {
            table.row(
                    item.kind().replace('-', ' '),
                    item.id(),
                    item.name(),
                    Words.ago(item.at(), terminal.now()),
                    item.detail().isEmpty() && item.state() != null
                            ? Cell.state(item.state()).text()
                            : item.detail());
        }
        table.print(terminal, "");
        if (seen.unlisted() > 0) terminal.print("and %d more".formatted(seen.unlisted()));
    }

    private void inProgress(Overview seen) {
        terminal.print("");
        var table = new Table("IN PROGRESS", "ID", "NAME", "STATE", "DETAIL", "DONE", "SINCE");
        for (Work work : seen.inProgress()) {
            table.row(
                    work.kind().replace('-', ' '),
                    work.id(),
                    work.name(),
                    Cell.state(work.state()),
                    work.detail(),
                    work.kind().equals("rollout") ? "%d of %d".formatted(work.done(), work.total()) : null,
                    Words.ago(work.at(), terminal.now()));
        }
        table.print(terminal, "");
    }

    private void facts(Overview seen) {
        var nodes = seen.nodes();
        var placements = seen.placements();
        new Facts()
                .add("deployments", seen.deployments())
                .add(
                        "placements",
                        counted(
                                counted(placements.failed(), "failed"),
                                counted(placements.unreachable(), "unreachable"),
                                counted(placements.starting(), "starting"),
                                counted(placements.running(), "running"),
                                counted(placements.done(), "done"),
                                counted(placements.stopped(), "stopped")))
                .add(
                        "nodes",
                        counted(
                                counted(nodes.offline(), "offline"),
                                counted(nodes.notResponding(), "not responding"),
                                counted(nodes.online(), "online"),
                                counted(nodes.waiting(), "waiting"),
                                counted(nodes.disabled(), "disabled")))
                .add("changes", seen.changesLastDay() + " in the last 24 hours")
                .add("server", "%s, started %s".formatted(seen.version(), Words.ago(seen.startedAt(), terminal.now())))
                .print(terminal);
    }

    private static String counted(long number, String what) {
        return number == 0 ? "" : number + " " + what;
    }

    private static String counted(String... parts) {
        return Stream.of(parts).filter(part -> !part.isEmpty()).collect(Collectors.joining(", "));
    }
}
