package io.stardust.cli.node;

import io.stardust.api.command.CommandPage;
import io.stardust.api.command.CommandView;
import io.stardust.api.command.CommandWish;
import io.stardust.api.node.NodeView;
import io.stardust.cli.http.Exit;
import io.stardust.cli.http.Failure;
import io.stardust.cli.http.Reply;
import io.stardust.cli.http.Session;
import io.stardust.cli.terminal.Cell;
import io.stardust.cli.terminal.Facts;
import io.stardust.cli.terminal.Table;
import io.stardust.cli.terminal.Terminal;
import io.stardust.cli.terminal.Words;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code stardust command}. */
@Command(
        name = "command",
        description = "Send commands to nodes; kept until the node answers.",
        footer = "  stardust command run web1 deploy/publish --wait")
public final class CommandCommands {
    private static final int LONGEST_WAIT_S = 30;

    private final Session session;
    private final Terminal terminal;

    public CommandCommands(Session session, Terminal terminal) {
        this.session = session;
        this.terminal = terminal;
    }

    @Command(
            name = "run",
            description = "Run a command on a node.",
            footer = {
                "  stardust command run web1 deploy/publish --wait",
                "  stardust command run web1 bash uptime --wait --expires 600"
            })
    int run(
            @Parameters(paramLabel = "NODE", description = "Node name, ID or code.") String word,
            @Parameters(
                            paramLabel = "COMMAND",
                            description =
                                    "Command: deploy/publish checks for new work, bash runs a script where the agent allows it.")
                    String command,
            @Nullable @Parameters(paramLabel = "ARGUMENT", arity = "0..1", description = "Argument of the command.")
                    String argument,
            @Option(names = "--wait", description = "Wait up to 30 s for the answer and print it.") boolean wait,
            @Nullable @Option(names = "--expires", paramLabel = "SECONDS", description = "Expiry in seconds.")
                    Long expires) {
        var api = session.api();
        NodeView node = Nodes.find(api, word);
        Long expireAt = expires == null ? null : Long.valueOf(terminal.now() + expires * 1000);
        var body = new CommandWish(command, argument, null, expireAt, wait ? LONGEST_WAIT_S : null);
        Reply reply = api.post("/nodes/" + node.id() + "/commands", body);
        CommandView answer = reply.as(CommandView.class);
        if (terminal.json()) terminal.print(reply);
        return wait ? answered(node, answer) : sent(node, answer);
    }

    private int sent(NodeView node, CommandView command) {
        if (!terminal.json()) {
            terminal.print(
                    "command #%d for %s is %s".formatted(command.id(), node.name(), Words.spaced(command.status())));
        }
        return Exit.OK.code();
    }

    private int answered(NodeView node, CommandView command) {
        String result = command.result() == null ? "" : command.result();
        switch (command.status()) {
            case "done" -> {
                if (!terminal.json()) terminal.output((result.isEmpty() ? "done" : result) + "\n");
                return Exit.OK.code();
            }
            case "ready", "processing" ->
                throw new Failure(
                                Exit.UNAVAILABLE,
                                "node %s has not answered command #%d within %d s"
                                        .formatted(node.name(), command.id(), LONGEST_WAIT_S))
                        .next("stardust command show " + command.id());
            default ->
                throw Failure.failed("command #%d on %s: %s%s"
                        .formatted(
                                command.id(),
                                node.name(),
                                Words.spaced(command.status()),
                                result.isEmpty() ? "" : ": " + result));
        }
    }

    @Command(
            name = "list",
            aliases = "ls",
            description = "List the commands of a node, newest first.",
            footer = "  stardust command list web1")
    void list(
            @Parameters(paramLabel = "NODE", description = "Node name, ID or code.") String word,
            @Option(
                            names = "--limit",
                            paramLabel = "N",
                            defaultValue = "30",
                            description = "Maximum number of rows; default: ${DEFAULT-VALUE}.")
                    int limit) {
        var api = session.api();
        var found = api.list("/nodes/" + Nodes.find(api, word).id() + "/commands", limit);
        if (terminal.json()) {
            terminal.print(found);
            return;
        }
        var table = new Table("ID", "COMMAND", "STATUS", "BY", "CREATED", "TIMES", "RESULT");
        for (CommandView command : found.as(CommandPage.class)) {
            table.row(
                    command.id(),
                    command.command(),
                    Cell.state(command.status()),
                    command.createdBy(),
                    Words.ago(command.createdAt(), terminal.now()),
                    command.times(),
                    command.result());
        }
        table.print(terminal, "no commands");
    }

    @Command(name = "show", description = "Show a command.", footer = "  stardust command show 12")
    void show(@Parameters(paramLabel = "ID", description = "Command ID.") long id) {
        Reply reply = session.api().get("/commands/" + id);
        if (terminal.json()) {
            terminal.print(reply);
            return;
        }
        CommandView command = reply.as(CommandView.class);
        var zone = ZoneId.systemDefault();
        new Facts()
                .add("id", command.id())
                .add("node", command.nodeId())
                .add("command", command.command())
                .add("argument", command.argument())
                .add("status", Cell.state(command.status()))
                .add("result", command.result())
                .add("times sent", command.times())
                .add("by", command.createdBy())
                .add("created", Words.at(command.createdAt(), zone))
                .add("not before", Words.at(command.startAt(), zone))
                .add("expires", Words.at(command.expireAt(), zone))
                .add("finished", Words.at(command.finishedAt(), zone))
                .print(terminal);
    }

    @Command(
            name = "cancel",
            description = "Cancel a command that is not done yet.",
            footer = "  stardust command cancel 12")
    void cancel(@Parameters(paramLabel = "ID", description = "Command ID.") long id) {
        session.api().delete("/commands/" + id);
        terminal.say("command #%d cancelled".formatted(id));
    }
}
