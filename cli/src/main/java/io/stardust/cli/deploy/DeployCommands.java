package io.stardust.cli.deploy;

import io.stardust.api.deploy.ConfigTemplate;
import io.stardust.api.deploy.DeploymentBody;
import io.stardust.api.deploy.DeploymentPage;
import io.stardust.api.deploy.DeploymentView;
import io.stardust.api.deploy.ProbeView;
import io.stardust.api.variable.VariableView;
import io.stardust.cli.access.Projects;
import io.stardust.cli.app.Apps;
import io.stardust.cli.http.Api;
import io.stardust.cli.http.Exit;
import io.stardust.cli.http.Failure;
import io.stardust.cli.http.Reply;
import io.stardust.cli.http.Session;
import io.stardust.cli.terminal.Cell;
import io.stardust.cli.terminal.Facts;
import io.stardust.cli.terminal.Table;
import io.stardust.cli.terminal.Terminal;
import io.stardust.cli.terminal.Words;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code stardust deploy}: the verbs about deployments themselves; {@link #tree} adds the others. */
@Command(
        name = "deploy",
        description = "Manage deployments: what runs where, from which package.",
        footer = {
            "  stardust deploy create hello --port 8080",
            "  stardust deploy publish hello --file hello-1.0.zip --node web1",
            "  stardust deploy status hello"
        })
public final class DeployCommands {
    private final Session session;
    private final Terminal terminal;

    private DeployCommands(Session session, Terminal terminal) {
        this.session = session;
        this.terminal = terminal;
    }

    /** {@code node adopt}: makes a deployment, so it is made here. */
    public static Object adopt(Session session, Terminal terminal) {
        return new Adopt(session, terminal);
    }

    /** All verbs of this feature. */
    public static CommandLine tree(Session session, Terminal terminal) {
        var watch = new Watch(terminal);
        return new CommandLine(new DeployCommands(session, terminal))
                .addSubcommand(new PlacementVerbs.Place(session, terminal))
                .addSubcommand(new PlacementVerbs.Differ(session, terminal))
                .addSubcommand(new PlacementVerbs.Unplace(session, terminal))
                .addSubcommand(new ReleaseVerbs.Upload(session, terminal))
                .addSubcommand(new ReleaseVerbs.Releases(session, terminal))
                .addSubcommand(new PackageVerbs.Files(session, terminal))
                .addSubcommand(new PackageVerbs.Diff(session, terminal))
                .addSubcommand(new Publish(session, terminal, watch))
                .addSubcommand(new Rollback(session, terminal, watch))
                .addSubcommand("start", new Power(session, terminal, Power.Verb.START))
                .addSubcommand("stop", new Power(session, terminal, Power.Verb.STOP))
                .addSubcommand("restart", new Power(session, terminal, Power.Verb.RESTART))
                .addSubcommand("reinstall", new Power(session, terminal, Power.Verb.REINSTALL))
                .addSubcommand(new StatusVerbs.Status(session, terminal))
                .addSubcommand(new StatusVerbs.History(session, terminal))
                .addSubcommand(new StatusVerbs.Runs(session, terminal))
                .addSubcommand(new Traffic(session, terminal))
                .addSubcommand(new OutputVerb(session, terminal));
    }

    @Command(
            name = "list",
            aliases = "ls",
            description = "List deployments.",
            footer = "  stardust deploy list -q shop")
    void list(
            @Nullable @Option(names = "-q", paramLabel = "TEXT", description = "Part of the name.") String text,
            @Nullable @Option(names = "--project", paramLabel = "PROJECT", description = "Only in this project.")
                    String project,
            @Nullable @Option(names = "--app", paramLabel = "APP", description = "Only of this app.") String app,
            @Option(
                            names = "--sort",
                            paramLabel = "FIELD",
                            defaultValue = "state",
                            description = "Sort by state, name, version, mode, project or updated; -FIELD reverses; "
                                    + "default: ${DEFAULT-VALUE}, failures first.")
                    String sort) {
        var api = session.api();
        Object of = app == null ? null : Apps.find(api, app).id();
        String path =
                Api.query("/deployments", "q", text, "project", Projects.id(api, project), "app", of, "sort", sort);
        var found = api.list(path, 10_000);
        if (terminal.json()) {
            terminal.print(found);
            return;
        }
        var table = new Table("ID", "NAME", "DISPLAY NAME", "VERSION", "RUNNING", "MODE", "ENABLED", "CHANGED");
        for (DeploymentView deployment : found.as(DeploymentPage.class)) {
            table.row(
                    deployment.id(),
                    deployment.name(),
                    deployment.displayName(),
                    DeploymentText.runs(deployment),
                    DeploymentText.standing(deployment),
                    deployment.mode(),
                    Cell.yes(deployment.enabled()),
                    Words.ago(deployment.updatedAt(), terminal.now()));
        }
        table.print(terminal, "no deployments");
    }

    @Command(name = "show", description = "Show a deployment.", footer = "  stardust deploy show hello")
    void show(@Parameters(paramLabel = "NAME", description = "Deployment name or ID.") String word) {
        var api = session.api();
        DeploymentView deployment = Deployments.find(api, word);
        if (terminal.json()) {
            terminal.print(api.get(Deployments.path(deployment, "")));
            return;
        }
        var facts = new Facts()
                .add("id", deployment.id())
                .add("name", deployment.name())
                .add("display name", deployment.displayName())
                .add("project", deployment.projectId())
                .add("app", deployment.appId())
                .add("version", DeploymentText.runs(deployment))
                .add("running", DeploymentText.standing(deployment))
                .add("enabled", Cell.yes(deployment.enabled()))
                .add("mode", deployment.mode())
                .add("file name", deployment.fileName())
                .add("arguments", deployment.arguments());
        for (VariableView one : deployment.environment() == null ? List.<VariableView>of() : deployment.environment()) {
            facts.add("env " + one.name(), DeploymentText.value(one));
        }
        for (ConfigTemplate one : deployment.templates() == null ? List.<ConfigTemplate>of() : deployment.templates()) {
            facts.add("file " + one.file(), "from " + one.template());
        }
        facts.add("port", deployment.port())
                .add("working directory", deployment.workingDirectory())
                .add("user", deployment.userName())
                .add("max memory", deployment.maxMemory() == 0 ? null : deployment.maxMemory() + " MB")
                .add("health check", deployment.healthCheck())
                .add("readiness", probe(deployment.readiness()))
                .add("liveness", probe(deployment.liveness()))
                .add("stop wait", deployment.stopWait() == 0 ? null : deployment.stopWait() + " s")
                .add("drain wait", deployment.drainWait() < 0 ? null : deployment.drainWait() + " s")
                .add("ramp", deployment.ramp() == 0 ? null : deployment.ramp() + " s")
                .add("overlap port", deployment.overlapPort())
                .add("port argument", deployment.portArgument())
                .add("keep", deployment.keep())
                .add("reload command", deployment.reloadCommand())
                .add(
                        "on config",
                        deployment.templates() == null
                                ? null
                                : Objects.requireNonNullElse(deployment.onConfig(), "restart"))
                .add("log files", deployment.logFiles())
                .add("several versions", deployment.multiVersion() ? "yes" : null)
                .add("priority", deployment.priority())
                .add("oom score adjust", deployment.oomScoreAdjust())
                .add("allow multiple", deployment.allowMultiple() ? "yes" : null)
                .add("auto stop", deployment.autoStop() ? "yes" : null)
                .add("reload on change", deployment.reloadOnChange() ? "yes" : null)
                .add("created", Words.ago(deployment.createdAt(), terminal.now()))
                .add("changed", Words.ago(deployment.updatedAt(), terminal.now()))
                .print(terminal);
    }

    private static @Nullable String probe(@Nullable ProbeView probe) {
        if (probe == null) return null;
        return probe.kind()
                + (probe.target() == null ? "" : " " + probe.target())
                + seconds(", initial delay ", probe.delayMs())
                + seconds(", interval ", probe.periodMs())
                + seconds(", timeout ", probe.timeoutMs())
                + (probe.failures() == null || probe.failures() == 0 ? "" : ", " + probe.failures() + " failures");
    }

    private static String seconds(String words, @Nullable Integer ms) {
        if (ms == null || ms == 0) return "";
        return words + (ms % 1000 == 0 ? ms / 1000 + " s" : ms + " ms");
    }

    @Command(
            name = "create",
            description = "Create a deployment; it runs only after it is published.",
            footer = "  stardust deploy create hello --port 8080 --env GREETING=hi")
    void create(
            @Parameters(paramLabel = "NAME", description = "Unique name in the project.") String name,
            @Nullable
                    @Option(
                            names = "--project",
                            paramLabel = "PROJECT",
                            description = "Project; default: the default project.")
                    String project,
            @Nullable
                    @Option(
                            names = "--app",
                            paramLabel = "APP",
                            description = "App; default: the app of the same name, created if missing.")
                    String app,
            @Mixin Shape shape) {
        var api = session.api();
        Long appId = app == null ? null : Long.valueOf(Apps.find(api, app).id());
        Reply reply = api.post("/deployments", shape.edit(name, Projects.id(api, project), appId, null));
        if (terminal.json()) terminal.print(reply);
        else
            terminal.print("deployment %s created, #%d"
                    .formatted(name, reply.as(DeploymentView.class).id()));
    }

    @Command(
            name = "edit",
            description = "Edit a deployment; an empty text clears a value.",
            footer = {
                "  stardust deploy edit hello --arguments \"--verbose\" --max-memory 512",
                "  stardust deploy edit hello --env LEVEL=debug --env-remove TRACE --secret DB_PASSWORD"
            })
    void edit(
            @Parameters(paramLabel = "NAME", description = "Deployment name or ID.") String word,
            @Nullable @Option(names = "--name", paramLabel = "NAME", description = "New name.") String name,
            @Mixin Shape shape) {
        var api = session.api();
        DeploymentView deployment = Deployments.find(api, word);
        DeploymentBody edit = shape.edit(name, null, null, deployment);
        Reply reply = api.patch(Deployments.path(deployment, ""), deployment.revision(), edit);
        if (terminal.json()) terminal.print(reply);
        else terminal.print("deployment %s updated".formatted(deployment.name()));
    }

    @Command(
            name = "remove",
            aliases = {"rm", "delete"},
            description = "Remove a deployment that is not placed on any node.",
            footer = {"  stardust deploy unplace hello --wait", "  stardust deploy remove hello"})
    void remove(
            @Parameters(paramLabel = "NAME", description = "Deployment name or ID.") String word,
            @Option(
                            names = {"-y", "--yes"},
                            description = "Do not ask for confirmation.")
                    boolean yes) {
        var api = session.api();
        DeploymentView deployment = Deployments.find(api, word);
        if (!yes && !terminal.confirmed("Remove deployment %s?".formatted(deployment.name()))) return;
        try {
            api.delete(Deployments.path(deployment, ""));
        } catch (Failure e) {
            throw e.exit() == Exit.CONFLICT
                    ? e.next("stardust deploy unplace %s --wait".formatted(deployment.name()))
                    : e;
        }
        terminal.say("deployment %s removed".formatted(deployment.name()));
    }
}
