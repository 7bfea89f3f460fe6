package io.stardust.cli.node;

import io.stardust.api.report.LocalServiceView;
import io.stardust.cli.http.Reply;
import io.stardust.cli.http.Session;
import io.stardust.cli.terminal.Cell;
import io.stardust.cli.terminal.Table;
import io.stardust.cli.terminal.Terminal;
import io.stardust.cli.terminal.Words;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code stardust node local-services}. */
@Command(
        name = "local-services",
        description = "List the local services of a node; they are configured in a file there.",
        footer = "  stardust node local-services web1")
final class LocalServicesVerb implements Runnable {
    private final Session session;
    private final Terminal terminal;

    @Parameters(paramLabel = "NODE", description = "Node name, ID or code.")
    private String word = "";

    LocalServicesVerb(Session session, Terminal terminal) {
        this.session = session;
        this.terminal = terminal;
    }

    @Override
    public void run() {
        var api = session.api();
        Reply reply = api.get("/nodes/" + Nodes.find(api, word).id() + "/local-services");
        if (terminal.json()) {
            terminal.print(reply);
            return;
        }
        var table = new Table("NAME", "MODE", "ENABLED", "STATE", "PID", "SINCE", "REASON");
        for (LocalServiceView each : reply.as(LocalServiceView.All.class).items()) {
            table.row(
                    each.name(),
                    each.mode(),
                    Cell.yes(each.enabled()),
                    each.state() == null ? "" : Cell.state(each.state()),
                    each.pid(),
                    Words.since(each.startedAt(), terminal.now()),
                    each.shadowed() ? "replaced by a placement with this name" : each.reason());
        }
        table.print(terminal, "no local services");
    }
}
