package io.stardust.cli.node;

import io.stardust.api.command.CommandView;
import io.stardust.api.command.CommandWish;
import io.stardust.api.node.NodeView;
import io.stardust.cli.http.Api;
import io.stardust.cli.http.Exit;
import io.stardust.cli.http.Failure;
import io.stardust.cli.http.Reply;
import io.stardust.cli.terminal.Terminal;
import io.stardust.cli.terminal.Words;
import org.jspecify.annotations.Nullable;

/** Gives a node an order and waits for what comes of it. */
final class Ordering {
    private static final int LONGEST_WAIT_S = 30;

    private final Api api;
    private final Terminal terminal;

    Ordering(Api api, Terminal terminal) {
        this.api = api;
        this.terminal = terminal;
    }

    /** Prints the answer; fails when the node says no, or nothing. */
    int run(NodeView node, String command, @Nullable String argument) {
        Reply reply = ask(node, command, argument);
        CommandView answer = reply.as(CommandView.class);
        if (terminal.json()) terminal.print(reply);
        else terminal.output((answer.result() == null || answer.result().isEmpty() ? "done" : answer.result()) + "\n");
        return Exit.OK.code();
    }

    /** The answered order; an order that failed is none. */
    Reply ask(NodeView node, String command, @Nullable String argument) {
        var body = new CommandWish(command, argument, null, null, LONGEST_WAIT_S);
        Reply reply = api.post("/nodes/" + node.id() + "/commands", body);
        CommandView answer = reply.as(CommandView.class);
        switch (answer.status()) {
            case "done" -> {
                return reply;
            }
            case "ready", "processing" ->
                throw new Failure(
                                Exit.UNAVAILABLE,
                                "node %s has not answered command #%d within %d s"
                                        .formatted(node.name(), answer.id(), LONGEST_WAIT_S))
                        .next("stardust command show " + answer.id());
            default ->
                throw Failure.failed("command #%d on %s: %s%s"
                        .formatted(
                                answer.id(),
                                node.name(),
                                Words.spaced(answer.status()),
                                answer.result() == null || answer.result().isEmpty() ? "" : ": " + answer.result()));
        }
    }
}
