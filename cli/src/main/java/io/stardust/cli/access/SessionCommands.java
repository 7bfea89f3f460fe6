package io.stardust.cli.access;

import io.stardust.api.access.SessionInfo;
import io.stardust.api.access.SessionPage;
import io.stardust.cli.http.Session;
import io.stardust.cli.terminal.Cell;
import io.stardust.cli.terminal.Table;
import io.stardust.cli.terminal.Terminal;
import io.stardust.cli.terminal.Words;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code stardust session}. */
@Command(
        name = "session",
        description = "Manage your sign-ins.",
        footer = {"  stardust session list", "  stardust session revoke 12"})
public final class SessionCommands {
    private final Session session;
    private final Terminal terminal;

    public SessionCommands(Session session, Terminal terminal) {
        this.session = session;
        this.terminal = terminal;
    }

    @Command(
            name = "list",
            aliases = "ls",
            description = "List your sign-ins, or those of another user.",
            footer = "  stardust session list")
    void list(
            @Nullable
                    @Option(
                            names = "--user",
                            paramLabel = "USER",
                            description = "Sign-ins of this user (platform administrators only).")
                    String user) {
        var api = session.api();
        String path = user == null
                ? "/me/sessions"
                : "/users/" + Users.find(api, user).id() + "/sessions";
        var found = api.list(path, 1_000);
        if (terminal.json()) {
            terminal.print(found);
            return;
        }
        var table = new Table("ID", "FROM", "WITH", "SINCE", "SEEN", "UNTIL", "THIS");
        for (SessionInfo one : found.as(SessionPage.class)) {
            table.row(
                    one.id(),
                    one.address(),
                    one.userAgent(),
                    Words.ago(one.createdAt(), terminal.now()),
                    Words.ago(one.lastSeenAt(), terminal.now()),
                    Words.at(one.expiresAt(), ZoneId.systemDefault()),
                    Cell.yes(one.current()));
        }
        table.print(terminal, "no sessions");
    }

    @Command(name = "revoke", description = "End one of your sign-ins.", footer = "  stardust session revoke 12")
    void revoke(@Parameters(paramLabel = "ID", description = "Session ID.") long id) {
        session.api().delete("/me/sessions/" + id);
        terminal.say("session #%d ended".formatted(id));
    }
}
