package io.stardust.cli.access;

import io.stardust.api.access.ProjectBody;
import io.stardust.api.access.ProjectPage;
import io.stardust.api.access.ProjectView;
import io.stardust.cli.http.Api;
import io.stardust.cli.http.Session;
import io.stardust.cli.terminal.Facts;
import io.stardust.cli.terminal.Table;
import io.stardust.cli.terminal.Terminal;
import io.stardust.cli.terminal.Words;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code stardust project}. */
@Command(
        name = "project",
        description = "Manage projects, the owners of nodes, apps and deployments.",
        footer = "  stardust project create shop --display-name \"The shop\"")
public final class ProjectCommands {
    private final Session session;
    private final Terminal terminal;

    public ProjectCommands(Session session, Terminal terminal) {
        this.session = session;
        this.terminal = terminal;
    }

    @Command(
            name = "list",
            aliases = "ls",
            description = "List the projects you can access.",
            footer = "  stardust project list")
    void list(@Nullable @Option(names = "-q", paramLabel = "TEXT", description = "Part of the name.") String text) {
        var found = session.api().list(Api.query("/projects", "q", text), 1000);
        if (terminal.json()) {
            terminal.print(found);
            return;
        }
        var table = new Table("ID", "NAME", "DISPLAY NAME", "CREATED");
        for (ProjectView project : found.as(ProjectPage.class)) {
            table.row(
                    project.id(),
                    project.name(),
                    project.displayName(),
                    Words.ago(project.createdAt(), terminal.now()));
        }
        table.print(terminal, "no projects");
    }

    @Command(
            name = "show",
            description = "Show a project: what it has, and from which addresses its apps can log in.",
            footer = "  stardust project show shop")
    void show(@Parameters(paramLabel = "PROJECT", description = "Project name or ID.") String word) {
        var api = session.api();
        ProjectView project = Projects.find(api, word);
        if (terminal.json()) {
            terminal.print(api.get("/projects/" + project.id()));
            return;
        }
        ProjectView.@Nullable Counts counts = project.counts();
        new Facts()
                .add("id", project.id())
                .add("name", project.name())
                .add("display name", project.displayName())
                .add("your role", project.role())
                .add("nodes", counts == null ? null : counts.nodes())
                .add("deployments", counts == null ? null : counts.deployments())
                .add("members", counts == null ? null : counts.members())
                .add("signed packages", project.requireSignature() ? "required" : "not required")
                .add("allowed addresses", orElse(project.allowAddresses(), "any"))
                .add("denied addresses", orElse(project.denyAddresses(), "none"))
                .add("created", Words.ago(project.createdAt(), terminal.now()))
                .print(terminal);
    }

    private static String orElse(List<String> addresses, String none) {
        return addresses.isEmpty() ? none : String.join(", ", addresses);
    }

    @Command(name = "create", description = "Create a project.", footer = "  stardust project create shop")
    void create(
            @Parameters(paramLabel = "NAME", description = "Unique name.") String name,
            @Nullable @Option(names = "--display-name", paramLabel = "TEXT", description = "Display name.")
                    String displayName) {
        var reply = session.api().post("/projects", new ProjectBody(name, displayName, null, null, null));
        if (terminal.json()) terminal.print(reply);
        else
            terminal.print("project %s created, #%d"
                    .formatted(name, reply.as(ProjectView.class).id()));
    }

    @Command(
            name = "edit",
            description = "Edit a project; options that are not given stay unchanged.",
            footer = {
                "  stardust project edit shop --require-signature true",
                "  stardust project edit shop --allow 10.0.0.0/8"
            })
    void edit(
            @Parameters(paramLabel = "PROJECT", description = "Project name or ID.") String word,
            @Nullable @Option(names = "--display-name", paramLabel = "TEXT", description = "Display name.")
                    String displayName,
            @Nullable
                    @Option(
                            names = "--require-signature",
                            arity = "1",
                            paramLabel = "true|false",
                            description = "Accept and publish signed packages only.")
                    Boolean requireSignature,
            @Nullable
                    @Option(
                            names = "--allow",
                            paramLabel = "ADDRESSES",
                            description =
                                    "Addresses from which its apps can log in; repeatable, replaces the list; empty: any.")
                    List<String> allow,
            @Nullable
                    @Option(
                            names = "--deny",
                            paramLabel = "ADDRESSES",
                            description = "Addresses that its apps cannot log in from; as --allow; empty: none.")
                    List<String> deny) {
        var api = session.api();
        ProjectView project = Projects.find(api, word);
        var body = new ProjectBody(null, displayName, requireSignature, entries(allow), entries(deny));
        var reply = api.patch("/projects/" + project.id(), project.revision(), body);
        if (terminal.json()) terminal.print(reply);
        else terminal.print("project %s updated".formatted(project.name()));
    }

    /** One empty option clears the list. */
    private static @Nullable List<String> entries(@Nullable List<String> said) {
        return said == null
                ? null
                : said.stream().filter(entry -> !entry.isBlank()).toList();
    }

    @Command(
            name = "delete",
            aliases = {"rm", "remove"},
            description = "Delete a project that has no nodes and no apps.",
            footer = "  stardust project delete shop")
    void delete(
            @Parameters(paramLabel = "PROJECT", description = "Project name or ID.") String word,
            @Option(
                            names = {"-y", "--yes"},
                            description = "Do not ask for confirmation.")
                    boolean yes) {
        var api = session.api();
        ProjectView project = Projects.find(api, word);
        if (!yes && !terminal.confirmed("Delete project %s?".formatted(project.name()))) return;
        api.delete("/projects/" + project.id());
        terminal.say("project %s deleted".formatted(project.name()));
    }
}
