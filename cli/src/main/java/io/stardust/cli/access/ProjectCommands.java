package io.stardust.cli.access;

import io.stardust.cli.http.Api;
import io.stardust.cli.http.Session;
import io.stardust.cli.terminal.Table;
import io.stardust.cli.terminal.Terminal;
import io.stardust.cli.terminal.Words;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code stardust project}. */
@Command(
        name = "project",
        description = "Projects own nodes, apps and deployments.",
        footer = "  stardust project create shop --display-name \"The shop\"")
public final class ProjectCommands {
    private final Session session;
    private final Terminal terminal;

    public ProjectCommands(Session session, Terminal terminal) {
        this.session = session;
        this.terminal = terminal;
    }

    @Command(name = "list", description = "Lists the projects you reach.", footer = "  stardust project list")
    void list(@Nullable @Option(names = "-q", paramLabel = "TEXT", description = "Part of the name.") String text) {
        var found = session.api().list(Api.query("/projects", "q", text), 1000);
        if (terminal.json()) {
            terminal.print(found);
            return;
        }
        var table = new Table("ID", "NAME", "DISPLAY NAME", "MADE");
        for (Project project : found.as(ProjectPage.class)) {
            table.row(
                    project.id(),
                    project.name(),
                    project.displayName(),
                    Words.ago(project.createdAt(), terminal.now()));
        }
        table.print(terminal, "no project");
    }

    @Command(name = "create", description = "Makes a project.", footer = "  stardust project create shop")
    void create(
            @Parameters(paramLabel = "NAME", description = "Unique.") String name,
            @Nullable @Option(names = "--display-name", paramLabel = "TEXT", description = "For people.")
                    String displayName) {
        var reply = session.api().post("/projects", new NewProject(name, displayName));
        if (terminal.json()) terminal.print(reply);
        else
            terminal.print("project %s is made, #%d"
                    .formatted(name, reply.as(Project.class).id()));
    }

    @Command(
            name = "edit",
            description = "Changes a project; what is not named stays.",
            footer = "  stardust project edit shop --require-signature true")
    void edit(
            @Parameters(paramLabel = "PROJECT", description = "Its name or id.") String word,
            @Nullable @Option(names = "--display-name", paramLabel = "TEXT", description = "For people.")
                    String displayName,
            @Nullable
                    @Option(
                            names = "--require-signature",
                            arity = "1",
                            paramLabel = "true|false",
                            description = "Take and publish signed packages only.")
                    Boolean requireSignature) {
        var api = session.api();
        Project project = Projects.find(api, word);
        var reply = api.patch(
                "/projects/" + project.id(), project.revision(), new ProjectEdit(displayName, requireSignature));
        if (terminal.json()) terminal.print(reply);
        else terminal.print("project %s is changed".formatted(project.name()));
    }

    @Command(
            name = "delete",
            description = "Removes a project that has neither nodes nor apps any more.",
            footer = "  stardust project delete shop")
    void delete(
            @Parameters(paramLabel = "PROJECT", description = "Its name or id.") String word,
            @Option(
                            names = {"-y", "--yes"},
                            description = "Does not ask.")
                    boolean yes) {
        var api = session.api();
        Project project = Projects.find(api, word);
        if (!yes && !terminal.confirmed("Delete project %s?".formatted(project.name()))) return;
        api.delete("/projects/" + project.id());
        terminal.say("project %s is deleted".formatted(project.name()));
    }
}
