package io.stardust.cli.deploy;

import io.stardust.api.deploy.DeploymentView;
import io.stardust.api.release.ReleaseView;
import io.stardust.api.rollout.NewRollout;
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
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code stardust deploy publish}: from a zip to running processes in one line. */
@Command(
        name = "publish",
        description = {
            "Publish a release and watch until it runs.",
            "With --file the package is uploaded first. With --node new nodes are added.",
            "With several nodes, one is updated first; the rest follow when it is ready."
        },
        footer = {
            "  stardust deploy publish hello --file hello-1.0.zip --version 1.0 --node web1 --create",
            "  stardust deploy publish hello --version 1.0",
            "  stardust deploy publish hello --version 1.0 --canary 1 --batch 25%% --pause 1m --on-failure revert",
            "Exit code 1 if it does not run on all nodes."
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
            description = "Upload this zip first.")
    private @Nullable Path file;

    @Mixin
    private PackageOptions options = new PackageOptions();

    @Mixin
    private PaceOptions pace = new PaceOptions();

    @Option(names = "--create", description = "Create the deployment if it does not exist.")
    private boolean create;

    @Option(names = "--again", description = "Tell foreign agents also where it is already running.")
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
        if (file != null) ReleaseVerbs.size(file);
        var api = session.api();
        @Nullable List<Long> nodes = chosen.nodes().isEmpty() ? null : Nodes.ids(api, chosen.nodes());
        Optional<DeploymentView> known = Deployments.findIfAny(api, chosen.name());
        DeploymentView deployment = known.isPresent() ? known.get() : created(api);
        if (nodes == null && !pace.labelled() && deployment.placements() == 0) {
            throw Failure.usage(
                    "%s is not placed on any node yet (expected: --node NODE)".formatted(deployment.name()));
        }
        Long releaseId = release(api, deployment, known.isEmpty());
        NewRollout wanted = pace.rollout(deployment.id(), releaseId, nodes, ZonedDateTime.now(ZoneId.systemDefault()))
                .again(again);
        if (pace.planned()) {
            PlanTable.print(terminal, api.post("/rollouts/plan", wanted));
            return 0;
        }
        Reply begun = api.postOnce("/rollouts", wanted);
        return watch.follow(api, deployment, begun, watching);
    }

    private DeploymentView created(Api api) {
        if (!create) {
            throw Failure.notFound(
                            "no deployment %s (expected: an existing name, or --create)".formatted(chosen.name()))
                    .next("stardust deploy list");
        }
        if (chosen.nodes().isEmpty()) {
            throw Failure.usage(
                    "%s is new and not placed on any node yet (expected: --node NODE)".formatted(chosen.name()));
        }
        if (file == null)
            throw Failure.usage("%s is new and has no release yet (expected: --file FILE)".formatted(chosen.name()));
        var made = api.post("/deployments", new Shape().edit(chosen.name(), null, null, null))
                .as(DeploymentView.class);
        terminal.note("deployment %s created".formatted(made.name()));
        return made;
    }

    private @Nullable Long release(Api api, DeploymentView deployment, boolean fresh) {
        if (file != null) {
            try {
                return ReleaseVerbs.upload(api, terminal, deployment, file, options)
                        .as(ReleaseView.class)
                        .id();
            } catch (Failure e) {
                if (fresh) takeBack(api, deployment);
                throw e;
            }
        }
        String version = options.version();
        return version == null
                ? null
                : Long.valueOf(Deployments.release(api, deployment, version).id());
    }

    /** The package was refused: what was created for it alone goes again. */
    private void takeBack(Api api, DeploymentView deployment) {
        try {
            api.delete(Deployments.path(deployment, ""));
            terminal.note("deployment %s removed again".formatted(deployment.name()));
        } catch (Failure e) {
            terminal.note("deployment %s stays, without a release (%s)".formatted(deployment.name(), e.getMessage()));
        }
    }
}
