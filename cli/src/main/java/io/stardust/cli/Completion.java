package io.stardust.cli;

import io.stardust.cli.terminal.Terminal;
import java.util.function.Supplier;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Prints the script that lets bash and zsh complete verbs and options. */
@Command(
        name = "completion",
        description = "Print a completion script for bash and zsh.",
        footer = "  source <(stardust completion)")
final class Completion implements Runnable {
    private final Terminal terminal;
    private final Supplier<CommandLine> tree;

    /** {@code tree}: all verbs. */
    Completion(Terminal terminal, Supplier<CommandLine> tree) {
        this.terminal = terminal;
        this.tree = tree;
    }

    @Override
    public void run() {
        terminal.raw(AutoComplete.bash("stardust", tree.get()));
    }
}
