package io.stardust.cli.change;

import io.stardust.cli.access.Projects;
import io.stardust.cli.http.Api;
import io.stardust.cli.http.Session;
import io.stardust.cli.terminal.Table;
import io.stardust.cli.terminal.Terminal;
import io.stardust.cli.terminal.Words;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code stardust changes}. */
@Command(
        name = "changes",
        description = {
            "Show what changed, when, and who did it, newest first.",
            "What one request changed is one line. Sign-ins are hidden without --all."
        },
        footer = {"  stardust changes --limit 20", "  stardust changes --subject deployment:3"})
public final class ChangesCommand implements Runnable {
    /** So many changes are read for each line, for one request may make several. */
    private static final int DEEP = 10;

    private static final int MOST = 10_000;

    private final Session session;
    private final Terminal terminal;

    @Option(names = "--project", paramLabel = "PROJECT", description = "Only in this project.")
    private @Nullable String project;

    @Option(names = "--subject", paramLabel = "KIND:ID", description = "Only changes of this thing, e.g. deployment:3.")
    private @Nullable String subject;

    @Option(
            names = "--kind",
            paramLabel = "KIND",
            description = "Only changes of this kind, e.g. deployment.updated or deployment.*.")
    private @Nullable String kind;

    @Option(names = "--actor", paramLabel = "WHO", description = "Only changes by this user or token, e.g. user:3.")
    private @Nullable String actor;

    @Option(names = "-q", paramLabel = "TEXT", description = "Only changes that contain this text.")
    private @Nullable String text;

    @Option(names = "--limit", paramLabel = "N", description = "Maximum number of rows; default: ${DEFAULT-VALUE}.")
    private int limit = 30;

    @Option(names = "--all", description = "Include sign-ins, and show each change on its own line.")
    private boolean all;

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
                text,
                "without",
                all || about("session", subject) || about("session", kind) ? null : "session");
        var found =
                api.list(path, terminal.json() || all ? limit : Math.max(limit, Math.min(limit, MOST / DEEP) * DEEP));
        if (terminal.json()) {
            terminal.print(found);
            return;
        }
        List<Change> changes = found.as(ChangePage.class);
        List<Act> acts = all ? changes.stream().map(List::of).map(Act::new).toList() : Act.of(changes);
        var table = new Table("ID", "AT", "WHO", "ADDRESS", "WHAT", "ABOUT");
        for (Act act : acts.subList(0, Math.min(limit, acts.size()))) {
            Change head = act.head();
            table.row(
                    head.id(),
                    Words.at(head.at(), ZoneId.systemDefault()),
                    head.who(),
                    head.address(),
                    head.what(),
                    act.about());
        }
        table.print(terminal, "no changes");
    }

    private static boolean about(String thing, @Nullable String filter) {
        return filter != null && filter.startsWith(thing);
    }
}
