package io.stardust.cli.app;

import io.stardust.api.app.AppPage;
import io.stardust.api.app.AppView;
import io.stardust.api.app.NewApp;
import io.stardust.cli.access.Projects;
import io.stardust.cli.http.Api;
import io.stardust.cli.http.Failure;
import io.stardust.cli.http.Session;
import io.stardust.cli.terminal.Facts;
import io.stardust.cli.terminal.Table;
import io.stardust.cli.terminal.Terminal;
import io.stardust.cli.terminal.Words;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code stardust app}. */
@Command(
        name = "app",
        description = "Manage apps: business systems that deployments belong to and that log in.",
        footer = {"  stardust app list", "  stardust app key create shop --name web1"})
public final class AppCommands {
    private final Session session;
    private final Terminal terminal;

    private AppCommands(Session session, Terminal terminal) {
        this.session = session;
        this.terminal = terminal;
    }

    /** All verbs of this feature. */
    public static CommandLine tree(Session session, Terminal terminal) {
        return new CommandLine(new AppCommands(session, terminal))
                .addSubcommand(new EditVerb(session, terminal))
                .addSubcommand(new InstancesVerb(session, terminal))
                .addSubcommand(new InstanceCommandVerb(session, terminal))
                .addSubcommand(new KeysVerb(session, terminal))
                .addSubcommand(new AppKeyCommands(session, terminal));
    }

    @Command(
            name = "list",
            aliases = "ls",
            description = "List apps, pending ones first.",
            footer = {"  stardust app list -q shop", "  stardust app list --pending"})
    void list(
            @Nullable @Option(names = "-q", paramLabel = "TEXT", description = "Part of the name.") String text,
            @Nullable @Option(names = "--project", paramLabel = "PROJECT", description = "Only in this project.")
                    String project,
            @Option(names = "--pending", description = "Only apps that are waiting for approval.") boolean pending) {
        var api = session.api();
        Object approved = pending ? Boolean.FALSE : null;
        var found = api.list(
                Api.query("/apps", "q", text, "project", Projects.id(api, project), "approved", approved), 1000);
        if (terminal.json()) {
            terminal.print(found);
            return;
        }
        var projects = Projects.names(api);
        var table =
                new Table("ID", "NAME", "DISPLAY NAME", "PROJECT", "STATE", "INSTANCES", "DEPLOYMENTS", "LAST LOGIN");
        List<AppView> apps = found.as(AppPage.class).stream()
                .sorted(Comparator.comparingInt(AppText::rank))
                .toList();
        for (AppView app : apps) {
            table.row(
                    app.id(),
                    app.name(),
                    app.displayName(),
                    projects.get(app.projectId()),
                    AppText.state(app),
                    app.counts() == null ? null : app.counts().instances(),
                    app.counts() == null ? null : app.counts().deployments(),
                    Words.ago(app.lastLoginAt(), terminal.now()));
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
        AppView.Counts counts = app.counts() == null ? new AppView.Counts(0, 0, 0) : app.counts();
        new Facts()
                .add("id", app.id())
                .add("name", app.name())
                .add("display name", app.displayName())
                .add("project", Projects.names(api).get(app.projectId()))
                .add("state", AppText.state(app))
                .add("instances", counts.instances())
                .add("deployments", counts.deployments())
                .add("valid keys", counts.keys())
                .add("secret", app.secretProved() ? "required" : "not required")
                .add("allowed addresses", String.join(", ", app.allowAddresses()))
                .add("denied addresses", String.join(", ", app.denyAddresses()))
                .add("can command", app.control())
                .add("log class", AppText.logClass(app))
                .add("first login from", app.askedFrom())
                .add("last login", Words.ago(app.lastLoginAt(), terminal.now()))
                .add("created", Words.ago(app.createdAt(), terminal.now()))
                .print(terminal);
    }

    @Command(
            name = "create",
            description = "Create an app.",
            footer = "  stardust app create shop --display-name \"The shop\"")
    void create(
            @Parameters(paramLabel = "NAME", description = "Unique name on the server.") String name,
            @Nullable @Option(names = "--display-name", paramLabel = "TEXT", description = "Display name.")
                    String displayName,
            @Nullable
                    @Option(
                            names = "--project",
                            paramLabel = "PROJECT",
                            description = "Project; default: the default project.")
                    String project,
            @Nullable
                    @Option(
                            names = "--log-class",
                            paramLabel = "CLASS",
                            description = "Retention class of its logs, one of the server; default: standard.")
                    String logClass) {
        var api = session.api();
        var reply = api.post("/apps", new NewApp(name, displayName, Projects.id(api, project), logClass));
        if (terminal.json()) terminal.print(reply);
        else
            terminal.print("app %s created, #%d"
                    .formatted(name, reply.as(AppView.class).id()));
    }

    @Command(name = "approve", description = "Approve a pending app.", footer = "  stardust app approve shop")
    void approve(@Parameters(paramLabel = "APP", description = "App name or ID.") String word) {
        var api = session.api();
        AppView app = pending(api, word);
        var reply = api.post("/apps/" + app.id() + "/approve", null);
        if (terminal.json()) terminal.print(reply);
        else terminal.print("app %s approved".formatted(app.name()));
    }

    @Command(
            name = "refuse",
            aliases = "reject",
            description = "Reject a pending app; it is listed again when it logs in again.",
            footer = "  stardust app refuse shop")
    void refuse(@Parameters(paramLabel = "APP", description = "App name or ID.") String word) {
        var api = session.api();
        AppView app = pending(api, word);
        api.delete("/apps/" + app.id());
        terminal.say("app %s rejected".formatted(app.name()));
    }

    private static AppView pending(Api api, String word) {
        AppView app = Apps.find(api, word);
        if (!app.approved()) return app;
        throw Failure.usage("app %s: approved already (expected: a pending app)".formatted(app.name()))
                .next("stardust app list --pending");
    }

    @Command(
            name = "revoke-tokens",
            description = "Revoke all service tokens issued to an app; its instances fetch new ones.",
            footer = "  stardust app revoke-tokens shop")
    void revokeTokens(@Parameters(paramLabel = "APP", description = "App name or ID.") String word) {
        var api = session.api();
        AppView app = Apps.find(api, word);
        api.post("/apps/" + app.id() + "/service-tokens/revoke", null);
        terminal.say("service tokens of app %s revoked".formatted(app.name()));
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
