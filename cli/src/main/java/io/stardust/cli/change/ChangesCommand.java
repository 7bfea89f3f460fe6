package io.stardust.cli.change;

import io.stardust.cli.access.Projects;
import io.stardust.cli.http.Api;
import io.stardust.cli.http.Session;
import io.stardust.cli.terminal.Table;
import io.stardust.cli.terminal.Terminal;
import io.stardust.cli.terminal.Words;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code stardust changes}. */
@Command(
        name = "changes",
        description = "Tells what changed, when, and who did it; newest first.",
        footer = {"  stardust changes --limit 20", "  stardust changes --subject deployment:3"})
public final class ChangesCommand implements Runnable {
    private final Session session;
    private final Terminal terminal;

    @Option(names = "--project", paramLabel = "PROJECT", description = "Only in this project.")
    private @Nullable String project;

    @Option(names = "--subject", paramLabel = "KIND:ID", description = "Only of one thing, e.g. deployment:3.")
    private @Nullable String subject;

    @Option(
            names = "--kind",
            paramLabel = "KIND",
            description = "Only of one kind, e.g. deployment.updated, or deployment.* for all of them.")
    private @Nullable String kind;

    @Option(names = "--actor", paramLabel = "WHO", description = "Only of one, e.g. user:3.")
    private @Nullable String actor;

    @Option(names = "-q", paramLabel = "TEXT", description = "Only with this text.")
    private @Nullable String text;

    @Option(names = "--limit", paramLabel = "N", description = "Maximum number of rows; default: ${DEFAULT-VALUE}.")
    private int limit = 30;

    public ChangesCommand(Session session, Terminal terminal) {
        this.session = session;
        this.terminal = terminal;
    }

    @Override
    public void run() {
        var api = session.api();
        String path = Api.query(
                "/changes",
                "project",
                Projects.id(api, project),
                "subject",
                subject,
                "kind",
                kind,
                "actor",
                actor,
                "q",
                text);
        var found = api.list(path, limit);
        if (terminal.json()) {
            terminal.print(found);
            return;
        }
        var table = new Table("ID", "AT", "WHO", "FROM", "WHAT", "ABOUT");
        for (Change change : found.as(ChangePage.class)) {
            table.row(
                    change.id(),
                    Words.at(change.at(), ZoneId.systemDefault()),
                    change.actor(),
                    change.address(),
                    change.kind(),
                    change.about());
        }
        table.print(terminal, "no change");
    }
}
