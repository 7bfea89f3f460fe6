package io.stardust.server.policy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was said for one scope. Immutable; null: nothing was, the wider scope counts.
 *
 * @param shell whether shell text may be run
 * @param commands names of commands, {@code deploy/*} for all that begin so
 * @param newServer where the nodes shall move; empty: nowhere
 * @param syncSeconds between two corrections of the machines' clocks; 0: never
 */
record Policy(
        @Nullable Boolean shell,
        @Nullable List<String> commands,
        @Nullable String newServer,
        @Nullable Integer syncSeconds) {
    static final Policy SILENT = new Policy(null, null, null, null);

    Policy {
        commands = commands == null ? null : List.copyOf(commands);
    }

    Policy withCommands(@Nullable Boolean newShell, @Nullable List<String> newCommands) {
        return new Policy(newShell, newCommands, newServer, syncSeconds);
    }

    Policy withLife(@Nullable String server, @Nullable Integer seconds) {
        return new Policy(shell, commands, server, seconds);
    }
}
