package io.stardust.cli.deploy;

import io.stardust.api.adopt.AdoptionBody;
import io.stardust.api.adopt.AdoptionView;
import io.stardust.api.deploy.DeploymentView;
import io.stardust.api.deploy.PlacementView;
import io.stardust.api.node.NodeView;
import io.stardust.api.release.ReleaseView;
import io.stardust.api.rollout.NewRollout;
import io.stardust.api.rollout.Plan;
import io.stardust.cli.http.Api;
import io.stardust.cli.http.Failure;
import io.stardust.cli.http.Reply;
import io.stardust.cli.http.Session;
import io.stardust.cli.node.Nodes;
import io.stardust.cli.terminal.Terminal;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code stardust node adopt}. */
@Command(
        name = "adopt",
        description = {
            "Turn a local service of a node into a deployment with the same settings.",
            "The node packs the service's folder as the first release and publishes it.",
            "The process keeps running: it is restarted only if files or settings differ."
        },
        footer = {
            "  stardust node adopt web1 cron --version 1.0",
            "  stardust node adopt web1 cron --file cron-1.0.zip --arguments \"--every 5m\"",
            "  stardust node adopt web1 cron --deployment cron-jobs --release 1.0",
            "",
            "Run it again if packing fails; it continues where it stopped."
        })
final class Adopt implements Callable<Integer> {
    private final Session session;
    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "NODE", description = "Node name, ID or code.")
    private String node = "";

    @Parameters(index = "1", paramLabel = "SERVICE", description = "Service name in the node's configuration file.")
    private String service = "";

    @Option(names = "--name", paramLabel = "NAME", description = "Deployment name; default: the service name.")
    private @Nullable String name;

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            description = "Upload this zip instead of packing the folder.")
    private @Nullable Path file;

    @Option(
            names = "--deployment",
            paramLabel = "DEPLOYMENT",
            description = "Use this existing deployment and its settings.")
    private @Nullable String into;

    @Option(
            names = "--release",
            paramLabel = "VERSION",
            description = "Publish this release of --deployment instead of packing the folder.")
    private @Nullable String release;

    @Option(names = "--create-only", description = "Only create the deployment; publish nothing yet.")
    private boolean createOnly;

    @Mixin
    private PackageOptions options = new PackageOptions();

    @Mixin
    private Shape shape = new Shape();

    @Mixin
    private WatchOptions watching = new WatchOptions();

    Adopt(Session session, Terminal terminal) {
        this.session = session;
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        check();
        var api = session.api();
        NodeView where = Nodes.find(api, node);
        @Nullable DeploymentView existing = into == null ? null : Deployments.find(api, into);
        @Nullable
        Long chosen = existing == null || release == null
                ? null
                : Long.valueOf(Deployments.release(api, existing, release).id());
        boolean pack = file == null && release == null && !createOnly;
        Reply placed = api.post(
                "/nodes/" + where.id() + "/local-services/adopt",
                new AdoptionBody(
                        service,
                        shape.edit(name, null, null, null),
                        existing == null ? null : Long.valueOf(existing.id()),
                        pack ? new AdoptionBody.Pack(options.version(), options.note()) : null));
        PlacementView placement = placed.as(PlacementView.class);
        DeploymentView deployment =
                api.get("/deployments/" + placement.deploymentId()).as(DeploymentView.class);
        if (createOnly) {
            if (terminal.json()) terminal.print(placed);
            else
                terminal.print("deployment %s created and placed on %s; next: stardust node adopt %s %s"
                        .formatted(deployment.name(), where.name(), where.name(), service));
            return 0;
        }
        terminal.note("deployment %s placed on %s".formatted(deployment.name(), where.name()));
        tellSettings(api, placement);
        long published = chosen != null ? chosen : release(api, placement, deployment);
        var rollout = NewRollout.of(deployment.id(), published, List.of(where.id()));
        tellPlan(api, rollout);
        return new Watch(terminal).follow(api, deployment, api.postOnce("/rollouts", rollout), watching);
    }

    private void check() {
        if (file != null) ReleaseVerbs.size(file);
        if (release != null && into == null) {
            throw Failure.usage("--release names a release of an existing deployment (expected: --deployment too)");
        }
        if ((release != null ? 1 : 0) + (file != null ? 1 : 0) + (createOnly ? 1 : 0) > 1) {
            throw Failure.usage("--file, --release and --create-only exclude each other (expected: one of them)");
        }
    }

    private long release(Api api, PlacementView placement, DeploymentView deployment) {
        if (file == null) return new PackWatch(terminal).follow(api, placement.id(), service);
        return ReleaseVerbs.upload(api, terminal, deployment, file, options)
                .as(ReleaseView.class)
                .id();
    }

    private void tellSettings(Api api, PlacementView placement) {
        var adoption = api.get("/placements/" + placement.id() + "/adoption").as(AdoptionView.class);
        if (!adoption.told()) {
            terminal.note("warning: the agent did not tell arguments and variables; check them before you publish");
        }
        if (!adoption.secrets().isEmpty()) {
            terminal.note("kept as secret variables: " + String.join(", ", adoption.secrets()));
        }
    }

    private void tellPlan(Api api, NewRollout rollout) {
        for (Plan.OnNode each :
                api.post("/rollouts/plan", rollout).as(Plan.class).nodes()) {
            if (each.act().equals("adopt")) terminal.note("its process keeps running");
            each.warnings().forEach(words -> terminal.note("warning: " + words));
        }
    }
}
