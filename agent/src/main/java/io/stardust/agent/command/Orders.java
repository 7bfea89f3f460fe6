package io.stardust.agent.command;

import io.stardust.client.link.Commands;
import io.stardust.protocol.Json;
import io.stardust.protocol.command.CommandModel;
import io.stardust.protocol.deploy.OutputChunk;
import io.stardust.protocol.deploy.OutputQuery;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The list of orders. Thread-safe. All that concern apps mean the same: look again at what should run, now. So doing
 * one twice does nothing twice, and a lost one costs a poll.
 */
public final class Orders implements Commands {
    private final Pull pull;
    private final Output output;
    private final @Nullable Shell shell;
    private final NodeOrders node;
    private final Tail tail;
    private final LocalOrders local;

    /** Fetches the desired state. */
    public interface Pull {
        /** Returns when it was taken in. */
        void now() throws IOException, InterruptedException;
    }

    /** Reads what apps printed. */
    public interface Output {
        /**
         * Returns the chunk that {@code query} asks for.
         *
         * @throws IllegalArgumentException if there is no such app here
         */
        OutputChunk read(OutputQuery query) throws IOException;
    }

    /** Without a {@code shell} (null) no shell order is known. */
    public Orders(Pull pull, Output output, @Nullable Shell shell, NodeOrders node, Tail tail, LocalOrders local) {
        this.local = local;
        this.pull = pull;
        this.output = output;
        this.shell = shell;
        this.node = node;
        this.tail = tail;
    }

    @Override
    public @Nullable Handler find(String name) {
        return switch (name) {
            case "deploy/publish",
                    "deploy/install",
                    "deploy/start",
                    "deploy/stop",
                    "deploy/restart",
                    "deploy/uninstall" -> this::lookAgain;
            case "deploy/output" -> this::output;
            case "deploy/describe", "deploy/pack" -> local.find(name);
            case "bash", "cmd" -> shell == null ? null : shell::run;
            case "file/tail" -> tail::run;
            default -> node.find(name);
        };
    }

    @Override
    public boolean isRepeatable(String name) {
        return name.startsWith("deploy/") || name.equals("file/tail");
    }

    private String lookAgain(CommandModel command) throws IOException, InterruptedException {
        pull.now();
        return "ok";
    }

    private String output(CommandModel command) throws IOException {
        String argument = command.argument();
        if (argument == null || argument.isBlank()) {
            throw new IllegalArgumentException("argument: none (expected: {\"Id\":…})");
        }
        try {
            return Json.WIRE.text(output.read(Json.WIRE.read(argument, OutputQuery.class)));
        } catch (Json.BadJson e) {
            throw new IllegalArgumentException("argument: " + e.getMessage(), e);
        }
    }
}
