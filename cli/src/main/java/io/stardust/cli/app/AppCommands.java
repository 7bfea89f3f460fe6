package io.stardust.cli.app;

import io.stardust.api.app.AppPage;
import io.stardust.api.app.AppView;
import io.stardust.api.app.NewApp;
import io.stardust.cli.access.Projects;
import io.stardust.cli.http.Api;
import io.stardust.cli.http.Session;
import io.stardust.cli.terminal.Cell;
import io.stardust.cli.terminal.Facts;
import io.stardust.cli.terminal.Table;
import io.stardust.cli.terminal.Terminal;
import io.stardust.cli.terminal.Words;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code stardust app}. */
@Command(
        name = "app",
        description = "Manage apps, the business systems that deployments belong to.",
        footer = "  stardust app list")
public final class AppCommands {
    private final Session session;
    private final Terminal terminal;

    public AppCommands(Session session, Terminal terminal) {
        this.session = session;
        this.terminal = terminal;
    }

    @Command(name = "list", aliases = "ls", description = "List apps.", footer = "  stardust app list -q shop")
    void list(
            @Nullable @Option(names = "-q", paramLabel = "TEXT", description = "Part of the name.") String text,
            @Nullable @Option(names = "--project", paramLabel = "PROJECT", description = "Only in this project.")
                    String project) {
        var api = session.api();
        var found = api.list(Api.query("/apps", "q", text, "project", Projects.id(api, project)), 1000);
        if (terminal.json()) {
            terminal.print(found);
            return;
        }
        var table = new Table("ID", "NAME", "DISPLAY NAME", "PROJECT", "ENABLED", "CREATED");
        for (AppView app : found.as(AppPage.class)) {
            table.row(
                    app.id(),
                    app.name(),
                    app.displayName(),
                    app.projectId(),
                    Cell.yes(app.enabled()),
                    Words.ago(app.createdAt(), terminal.now()));
        }
        table.print(terminal, "no apps");
    }

    @Command(name = "show", description = "Show an app.", footer = "  stardust app show shop")
    void show(@Parameters(paramLabel = "APP", description = "App name or ID.") String word) {
        var api = session.api();
        AppView app = Apps.find(api, word);
        if (terminal.json()) {
            terminal.print(api.get("/apps/" + app.id()));
            return;
        }
        new Facts()
                .add("id", app.id())
                .add("name", app.name())
                .add("display name", app.displayName())
                .add("project", app.projectId())
                .add("enabled", Cell.yes(app.enabled()))
                .add("created", Words.ago(app.createdAt(), terminal.now()))
                .print(terminal);
    }

    @Command(
            name = "create",
            description = "Create an app.",
            footer = "  stardust app create shop --display-name \"The shop\"")
    void create(
            @Parameters(paramLabel = "NAME", description = "Unique name in the project.") String name,
            @Nullable @Option(names = "--display-name", paramLabel = "TEXT", description = "Display name.")
                    String displayName,
            @Nullable
                    @Option(
                            names = "--project",
                            paramLabel = "PROJECT",
                            description = "Project; default: the default project.")
                    String project) {
        var api = session.api();
        var reply = api.post("/apps", new NewApp(name, displayName, Projects.id(api, project)));
        if (terminal.json()) terminal.print(reply);
        else
            terminal.print("app %s created, #%d"
                    .formatted(name, reply.as(AppView.class).id()));
    }

    @Command(
            name = "remove",
            aliases = {"rm", "delete"},
            description = "Remove an app that has no deployments.",
            footer = "  stardust app remove shop")
    void remove(
            @Parameters(paramLabel = "APP", description = "App name or ID.") String word,
            @Option(
                            names = {"-y", "--yes"},
                            description = "Do not ask for confirmation.")
                    boolean yes) {
        var api = session.api();
        AppView app = Apps.find(api, word);
        if (!yes && !terminal.confirmed("Remove app %s?".formatted(app.name()))) return;
        api.delete("/apps/" + app.id());
        terminal.say("app %s removed".formatted(app.name()));
    }
}
