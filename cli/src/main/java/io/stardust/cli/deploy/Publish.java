package io.stardust.cli.deploy;

import io.stardust.cli.http.Api;
import io.stardust.cli.http.Failure;
import io.stardust.cli.http.Reply;
import io.stardust.cli.http.Session;
import io.stardust.cli.node.Nodes;
import io.stardust.cli.terminal.Terminal;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code stardust deploy publish}: from a zip to running processes in one line. */
@Command(
        name = "publish",
        description = {
            "Moves a deployment to a release and watches until it runs.",
            "With --file the package is uploaded first; nodes that are new to the deployment get it.",
            "On several nodes one goes first, and the rest follows when it is ready."
        },
        footer = {
            "  stardust deploy publish hello --file hello-1.0.zip --version 1.0 --node web1 --create",
            "  stardust deploy publish hello --version 1.0",
            "  stardust deploy publish hello --version 1.0 --canary 1 --batch 25% --pause 1m --on-failure revert",
            "Exits with 1 when it does not run everywhere."
        })
final class Publish implements Callable<Integer> {
    private final Session session;
    private final Terminal terminal;
    private final Watch watch;

    @Mixin
    private Chosen chosen = new Chosen();

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            description = "Uploads this zip first.")
    private @Nullable Path file;

    @Mixin
    private PackageOptions options = new PackageOptions();

    @Mixin
    private PaceOptions pace = new PaceOptions();

    @Option(names = "--create", description = "Makes the deployment when there is none of this name.")
    private boolean create;

    @Option(names = "--again", description = "Installs it again also where it runs already.")
    private boolean again;

    @Mixin
    private WatchOptions watching = new WatchOptions();

    Publish(Session session, Terminal terminal, Watch watch) {
        this.session = session;
        this.terminal = terminal;
        this.watch = watch;
    }

    @Override
    public Integer call() {
        var api = session.api();
        Deployment deployment = deployment(api);
        @Nullable List<Long> nodes = chosen.nodes().isEmpty() ? null : Nodes.ids(api, chosen.nodes());
        if (nodes == null && !pace.labelled() && deployment.placements() == 0) {
            throw Failure.usage("%s is on no node yet (expected: --node NODE)".formatted(deployment.name()));
        }
        Long releaseId = release(api, deployment);
        NewRollout wanted = pace.rollout(deployment.id(), releaseId, nodes, ZonedDateTime.now(ZoneId.systemDefault()))
                .anew(again);
        if (pace.planned()) {
            PlanTable.print(terminal, api.post("/rollouts/plan", wanted));
            return 0;
        }
        Reply begun = api.postOnce("/rollouts", wanted);
        return watch.follow(api, deployment, begun, watching);
    }

    private Deployment deployment(Api api) {
        var found = Deployments.findIfAny(api, chosen.name());
        if (found.isPresent()) return found.get();
        if (!create) {
            throw Failure.notFound("no deployment %s (--create makes it on the fly)".formatted(chosen.name()));
        }
        if (chosen.nodes().isEmpty()) {
            throw Failure.usage("%s is new and on no node yet (expected: --node NODE)".formatted(chosen.name()));
        }
        if (file == null)
            throw Failure.usage("%s is new and has no release yet (expected: --file FILE)".formatted(chosen.name()));
        var made = api.post("/deployments", new Shape().edit(chosen.name(), null, null, null))
                .as(Deployment.class);
        terminal.note("deployment %s is created".formatted(made.name()));
        return made;
    }

    private @Nullable Long release(Api api, Deployment deployment) {
        if (file != null) {
            return ReleaseVerbs.upload(api, terminal, deployment, file, options)
                    .as(Release.class)
                    .id();
        }
        String version = options.version();
        return version == null
                ? null
                : Long.valueOf(Deployments.release(api, deployment, version).id());
    }
}
