package io.stardust.cli.grant;

import io.stardust.api.app.AppView;
import io.stardust.api.grant.GrantPage;
import io.stardust.api.grant.GrantView;
import io.stardust.api.grant.NewGrant;
import io.stardust.cli.access.Projects;
import io.stardust.cli.app.Apps;
import io.stardust.cli.http.Api;
import io.stardust.cli.http.Failure;
import io.stardust.cli.http.Session;
import io.stardust.cli.terminal.Table;
import io.stardust.cli.terminal.Terminal;
import io.stardust.cli.terminal.Words;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code stardust grant}. */
@Command(
        name = "grant",
        description = "Manage grants: which app can call which app of another project.",
        footer = {"  stardust grant list", "  stardust grant create shop payments"})
public final class GrantCommands {
    private final Session session;
    private final Terminal terminal;

    public GrantCommands(Session session, Terminal terminal) {
        this.session = session;
        this.terminal = terminal;
    }

    @Command(
            name = "list",
            aliases = "ls",
            description = "List grants.",
            footer = "  stardust grant list --app payments")
    void list(
            @Nullable @Option(names = "-q", paramLabel = "TEXT", description = "Part of the name of an app.")
                    String text,
            @Nullable @Option(names = "--project", paramLabel = "PROJECT", description = "Only of this project.")
                    String project,
            @Nullable @Option(names = "--app", paramLabel = "APP", description = "Only of this app, either way.")
                    String word) {
        var api = session.api();
        @Nullable AppView app = word == null ? null : Apps.find(api, word);
        var found = api.list(
                Api.query(
                        "/grants",
                        "q",
                        text,
                        "project",
                        Projects.id(api, project),
                        "app",
                        app == null ? null : app.id()),
                1000);
        if (terminal.json()) {
            terminal.print(found);
            return;
        }
        var projects = Projects.names(api);
        var table = new Table("ID", "CALLER", "PROJECT", "CALLED", "PROJECT", "NOTE", "BY", "CREATED");
        for (GrantView grant : found.as(GrantPage.class)) {
            table.row(
                    grant.id(),
                    grant.consumerApp(),
                    projects.get(grant.consumerProjectId()),
                    grant.providerApp(),
                    projects.get(grant.projectId()),
                    grant.note(),
                    grant.createdBy(),
                    Words.ago(grant.createdAt(), terminal.now()));
        }
        table.print(terminal, "no grants");
    }

    @Command(
            name = "create",
            description = "Let an app call an app of another project.",
            footer = "  stardust grant create shop payments --note \"checkout\"")
    void create(
            @Parameters(index = "0", paramLabel = "CALLER", description = "Name of the app that calls.") String caller,
            @Parameters(index = "1", paramLabel = "CALLED", description = "Name of the app that is called.")
                    String called,
            @Nullable @Option(names = "--note", paramLabel = "TEXT", description = "Why.") String note) {
        var reply = session.api().post("/grants", new NewGrant(caller, called, note));
        if (terminal.json()) terminal.print(reply);
        else terminal.print("%s can call %s".formatted(caller, called));
    }

    @Command(
            name = "remove",
            aliases = {"rm", "delete"},
            description = "Remove a grant; service tokens issued under it end immediately.",
            footer = "  stardust grant remove shop payments")
    void remove(
            @Parameters(index = "0", paramLabel = "CALLER", description = "Name of the app that calls.") String caller,
            @Parameters(index = "1", paramLabel = "CALLED", description = "Name of the app that is called.")
                    String called,
            @Option(
                            names = {"-y", "--yes"},
                            description = "Do not ask for confirmation.")
                    boolean yes) {
        var api = session.api();
        GrantView grant = find(api, caller, called);
        if (!yes && !terminal.confirmed("Remove the grant of %s for %s?".formatted(caller, called))) return;
        api.delete("/grants/" + grant.id());
        terminal.say("%s can no longer call %s".formatted(grant.consumerApp(), grant.providerApp()));
    }

    private static GrantView find(Api api, String caller, String called) {
        return api.list(Api.query("/grants", "q", caller), 10_000).as(GrantPage.class).stream()
                .filter(grant -> grant.consumerApp().equalsIgnoreCase(caller)
                        && grant.providerApp().equalsIgnoreCase(called))
                .findFirst()
                .orElseThrow(() -> Failure.notFound("no grant of %s for %s".formatted(caller, called))
                        .next("stardust grant list"));
    }
}
