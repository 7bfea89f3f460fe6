package io.stardust.cli.deploy;

import io.avaje.jsonb.Json;
import io.stardust.cli.http.Failure;
import io.stardust.cli.http.Reply;
import io.stardust.cli.http.Session;
import io.stardust.cli.node.Node;
import io.stardust.cli.node.Nodes;
import io.stardust.cli.terminal.Terminal;
import java.nio.file.Files;
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
            "The server does not know its arguments and variables: specify them here."
        },
        footer = {
            "  stardust node adopt web1 cron --file cron-1.0.zip --version 1.0 --arguments \"--every 5m\"",
            "",
            "Without --file it keeps running as a local service until you publish a release."
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
            description = "Package of the first release; it is published immediately.")
    private @Nullable Path file;

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

    /** As the API takes it. */
    @Json
    record Wanted(String service, DeploymentEdit deployment) {}

    @Override
    public Integer call() {
        if (file != null && !Files.isRegularFile(file)) {
            throw Failure.usage("file: %s does not exist (expected: a zip)".formatted(file));
        }
        var api = session.api();
        Node where = Nodes.find(api, node);
        Reply placed = api.post(
                "/nodes/" + where.id() + "/local-services/adopt",
                new Wanted(service, shape.edit(name, null, null, null)));
        long id = placed.as(Placement.class).deploymentId();
        Deployment deployment = api.get("/deployments/" + id).as(Deployment.class);
        if (file == null) {
            if (terminal.json()) terminal.print(placed);
            else
                terminal.print("deployment %s created and placed on %s; next: stardust deploy publish %s --file FILE"
                        .formatted(deployment.name(), where.name(), deployment.name()));
            return 0;
        }
        terminal.note("deployment %s created and placed on %s".formatted(deployment.name(), where.name()));
        long release = ReleaseVerbs.upload(api, terminal, deployment, file, options)
                .as(Release.class)
                .id();
        var rollout = new NewRollout(
                deployment.id(),
                release,
                List.of(where.id()),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
        return new Watch(terminal).follow(api, deployment, api.post("/rollouts", rollout), watching);
    }
}
