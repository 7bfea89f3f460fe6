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
            "Turns a local service of a node into a deployment with the same settings.",
            "Arguments and variables of its file are not sent to the server: give them here."
        },
        footer = {
            "  stardust node adopt web1 cron --file cron-1.0.zip --version 1.0 --arguments \"--every 5m\"",
            "",
            "Without --file it runs on as a local service until the first release is published."
        })
final class Adopt implements Callable<Integer> {
    private final Session session;
    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "NODE", description = "Name, ID or code.")
    private String node = "";

    @Parameters(index = "1", paramLabel = "SERVICE", description = "Name in the node's own file.")
    private String service = "";

    @Option(names = "--name", paramLabel = "NAME", description = "Of the deployment; default: that of the service.")
    private @Nullable String name;

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            description = "The package of its first release, which is published at once.")
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
            throw Failure.usage("file: %s (expected: a zip that is there)".formatted(file));
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
                terminal.print("deployment %s is created and placed on %s; publish a release next"
                        .formatted(deployment.name(), where.name()));
            return 0;
        }
        terminal.note("deployment %s is created and placed on %s".formatted(deployment.name(), where.name()));
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
