package io.stardust.cli.overview;

import io.stardust.cli.access.Projects;
import io.stardust.cli.http.Api;
import io.stardust.cli.http.Reply;
import io.stardust.cli.http.Session;
import io.stardust.cli.overview.Overview.Decision;
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
        description = "Tells what runs, what does not, and what needs somebody.",
        footer = "  stardust overview --project default")
public final class OverviewCommand implements Runnable {
    private final Session session;
    private final Terminal terminal;

    @Option(names = "--project", paramLabel = "PROJECT", description = "Only this project's.")
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
        var nodes = seen.nodes();
        var placements = seen.placements();
        new Facts()
                .add(
                        "nodes",
                        counted(
                                counted(nodes.online(), "online"),
                                counted(nodes.offline(), "offline"),
                                counted(nodes.waiting(), "waiting"),
                                counted(nodes.disabled(), "disabled")))
                .add("deployments", seen.deployments())
                .add(
                        "placements",
                        counted(
                                counted(placements.running(), "running"),
                                counted(placements.starting(), "starting"),
                                counted(placements.stopped(), "stopped"),
                                counted(placements.failed(), "failed"),
                                counted(placements.unreachable(), "unreachable")))
                .add("changes", seen.changesLastDay() + " within a day")
                .add("server", "%s, started %s".formatted(seen.version(), Words.ago(seen.startedAt(), terminal.now())))
                .print(terminal);
        terminal.print("");
        var table = new Table("NEEDS SOMEBODY", "ID", "NAME", "SINCE", "WHY");
        for (Decision decision : seen.decisions()) {
            table.row(
                    decision.kind().replace('-', ' '),
                    decision.id(),
                    decision.name(),
                    Words.ago(decision.at(), terminal.now()),
                    decision.detail());
        }
        table.print(terminal, "nothing needs somebody");
    }

    private static String counted(long number, String what) {
        return number == 0 ? "" : number + " " + what;
    }

    private static String counted(String... parts) {
        return Stream.of(parts).filter(part -> !part.isEmpty()).collect(Collectors.joining(", "));
    }
}
