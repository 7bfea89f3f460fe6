package io.stardust.cli.node;

import io.stardust.api.command.CommandView;
import io.stardust.api.node.NodeView;
import io.stardust.cli.http.Failure;
import io.stardust.cli.http.Session;
import io.stardust.cli.terminal.Terminal;
import io.stardust.protocol.Json;
import io.stardust.protocol.deploy.OutputChunk;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code stardust node tail}. */
@Command(
        name = "tail",
        description = "Show the end of a file on a node: in an app's folder, its logs, or where the agent allows it.",
        footer = {
            "  stardust node tail web1 apps/shop/logs/shop.log",
            "  stardust node tail web1 /var/log/nginx/error.log -f"
        })
final class TailVerb implements Runnable {
    private static final int PATIENCE_S = 20;

    private final Session session;
    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "NODE", description = "Node name, ID or code.")
    private String node = "";

    @Parameters(index = "1", paramLabel = "FILE", description = "Path, absolute or below the agent's data folder.")
    private String file = "";

    @Option(
            names = "--lines",
            paramLabel = "N",
            description = "Number of lines, counted from the end; default: ${DEFAULT-VALUE}.")
    private int lines = 100;

    @Option(
            names = {"-f", "--follow"},
            description = "Follow the output until interrupted.")
    private boolean follow;

    TailVerb(Session session, Terminal terminal) {
        this.session = session;
        this.terminal = terminal;
    }

    @Override
    public void run() {
        var api = session.api();
        NodeView found = Nodes.find(api, node);
        var ordering = new Ordering(api, terminal);
        @Nullable String after = null;
        do {
            String question = question(after);
            var reply = ordering.ask(found, "file/tail", question);
            CommandView answer = reply.as(CommandView.class);
            if (terminal.json() && !follow) {
                terminal.print(reply);
                return;
            }
            OutputChunk chunk = chunk(answer);
            if (chunk.text() != null) terminal.output(chunk.text());
            after = chunk.next();
        } while (follow);
    }

    private String question(@Nullable String after) {
        var json = new StringBuilder("{\"path\":").append(Json.PEOPLE.text(file));
        json.append(",\"lines\":").append(lines);
        if (after != null)
            json.append(",\"after\":\"").append(after).append("\",\"wait\":").append(PATIENCE_S);
        return json.append('}').toString();
    }

    private static OutputChunk chunk(CommandView answer) {
        try {
            return Json.WIRE.read(String.valueOf(answer.result()), OutputChunk.class);
        } catch (Json.BadJson e) {
            throw Failure.failed("unexpected answer from the node: " + e.getMessage());
        }
    }
}
