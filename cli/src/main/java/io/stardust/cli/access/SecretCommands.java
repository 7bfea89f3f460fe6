package io.stardust.cli.access;

import io.stardust.api.access.Rotated;
import io.stardust.cli.http.Reply;
import io.stardust.cli.http.Session;
import io.stardust.cli.terminal.Terminal;
import picocli.CommandLine.Command;

/** {@code stardust secret}. */
@Command(
        name = "secret",
        description = "Manage the key that encrypts secret values.",
        footer = "  stardust secret rotate")
public final class SecretCommands {
    private final Session session;
    private final Terminal terminal;

    public SecretCommands(Session session, Terminal terminal) {
        this.session = session;
        this.terminal = terminal;
    }

    @Command(
            name = "rotate",
            description = "Create a new key and encrypt all secrets with it; old keys are kept for old backups.",
            footer = "  stardust secret rotate")
    void rotate() {
        Reply reply = session.api().post("/secrets/rotate", null);
        if (terminal.json()) {
            terminal.print(reply);
            return;
        }
        Rotated rotated = reply.as(Rotated.class);
        terminal.print("key %s encrypts %d secrets".formatted(rotated.keyId(), rotated.resealed()));
    }
}
