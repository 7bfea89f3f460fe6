package io.stardust.cli.access;

import io.stardust.api.access.PasswordChange;
import io.stardust.cli.http.Session;
import io.stardust.cli.terminal.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code stardust password}. */
@Command(
        name = "password",
        description = "Change your password and end your other sessions.",
        footer = "  stardust password")
public final class PasswordVerb implements Runnable {
    private final Session session;
    private final Terminal terminal;

    @Option(
            names = "--password-stdin",
            description = "Read the current password, then the new one, from two lines of standard input.")
    private boolean fromInput;

    public PasswordVerb(Session session, Terminal terminal) {
        this.session = session;
        this.terminal = terminal;
    }

    @Override
    public void run() {
        var api = session.api();
        if (!fromInput) terminal.note("enter the current password, then the new one twice");
        String current = terminal.password(fromInput, false);
        String wanted = terminal.password(fromInput, true);
        api.post("/me/password", new PasswordChange(current, wanted));
        terminal.say("password changed; your other sessions have ended");
    }
}
