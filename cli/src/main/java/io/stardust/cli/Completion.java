package io.stardust.cli;

import io.stardust.cli.terminal.Terminal;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints the script that lets bash and zsh complete verbs and options. */
@Command(
        name = "completion",
        description = "Prints a completion script for bash and zsh.",
        footer = "  source <(stardust completion)")
final class Completion implements Runnable {
    private final Terminal terminal;

    @Spec
    private CommandSpec spec;

    Completion(Terminal terminal) {
        this.terminal = terminal;
        this.spec = CommandSpec.create();
    }

    @Override
    public void run() {
        terminal.raw(AutoComplete.bash("stardust", spec.root().commandLine()));
    }
}
