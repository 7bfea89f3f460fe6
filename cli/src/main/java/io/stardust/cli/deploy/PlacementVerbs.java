package io.stardust.cli.deploy;

import io.stardust.api.deploy.DeploymentView;
import io.stardust.api.deploy.PlacementBody;
import io.stardust.api.deploy.PlacementView;
import io.stardust.api.node.NodeView;
import io.stardust.cli.http.Api;
import io.stardust.cli.http.Failure;
import io.stardust.cli.http.Reply;
import io.stardust.cli.http.Session;
import io.stardust.cli.node.Nodes;
import io.stardust.cli.terminal.Terminal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code stardust deploy place}, {@code override} and {@code unplace}: where a deployment is, and how there. */
final class PlacementVerbs {
    private PlacementVerbs() {}

    /** {@code place}. */
    @Command(
            name = "place",
            description = "Place a deployment on nodes; it runs there after the next publish.",
            footer = "  stardust deploy place hello web1 web2 --port 8081")
    static final class Place implements Runnable {
        private final Session session;
        private final Terminal terminal;

        @Parameters(index = "0", paramLabel = "NAME", description = "Deployment name or ID.")
        private String name = "";

        @Parameters(index = "1..*", arity = "1..*", paramLabel = "NODE", description = "Node name, ID or code.")
        private List<String> nodes = List.of();

        @Option(
                names = "--deploy-name",
                paramLabel = "NAME",
                description = "Unique name on the node; default: the deployment name.")
        private @Nullable String deployName;

        @Mixin
        private Overrides overrides = new Overrides();

        Place(Session session, Terminal terminal) {
            this.session = session;
            this.terminal = terminal;
        }

        @Override
        public void run() {
            var api = session.api();
            DeploymentView deployment = Deployments.find(api, name);
            List<NodeView> found =
                    nodes.stream().map(word -> Nodes.find(api, word)).toList();
            for (NodeView node : found) {
                Reply reply =
                        api.post(Deployments.path(deployment, "/placements"), overrides.on(node.id(), deployName));
                if (terminal.json()) terminal.print(reply);
                else terminal.print("%s placed on %s".formatted(deployment.name(), node.name()));
            }
        }
    }

    /** {@code override}. */
    @Command(
            name = "override",
            description = "Override settings of a deployment on nodes; affected processes restart.",
            footer = {
                "  stardust deploy override hello --node web2 --port 8082",
                "  stardust deploy override hello --node web2 --env LEVEL=debug --env-remove TRACE",
                "  stardust deploy override hello --node web2 --clear port,file-name"
            })
    static final class Differ implements Runnable {
        private final Session session;
        private final Terminal terminal;

        @Mixin
        private Chosen chosen = new Chosen();

        @Mixin
        private Overrides overrides = new Overrides();

        @Option(
                names = "--clear",
                paramLabel = "FIELD",
                split = ",",
                description = "Remove overrides by the names of their options: port, file-name, arguments, "
                        + "working-directory, mode, env, user, max-memory, priority, oom-score-adjust, health-check, "
                        + "readiness, liveness, delay; repeatable.")
        private @Nullable List<String> clear;

        Differ(Session session, Terminal terminal) {
            this.session = session;
            this.terminal = terminal;
        }

        @Override
        public void run() {
            PlacementBody edit = overrides.clearing(
                    clear == null ? null : clear.stream().map(Overrides::field).toList());
            if (edit.equals(PlacementBody.NOTHING)) throw Failure.usage("nothing to change (see --help)");
            var api = session.api();
            DeploymentView deployment = Deployments.find(api, chosen.name());
            for (PlacementView placement : Deployments.placements(api, deployment, chosen.nodes())) {
                Reply reply = api.patch("/placements/" + placement.id(), placement.revision(), edit);
                if (terminal.json()) terminal.print(reply);
                else terminal.print("%s updated on %s".formatted(deployment.name(), placement.nodeName()));
            }
        }
    }

    /** {@code unplace}. */
    @Command(
            name = "unplace",
            description = "Remove a deployment from nodes; stops it and deletes its files.",
            footer = {"  stardust deploy unplace hello --node web2", "  stardust deploy unplace hello --wait"})
    static final class Unplace implements Runnable {
        private final Session session;
        private final Terminal terminal;

        @Mixin
        private Chosen chosen = new Chosen();

        @Option(
                names = {"-y", "--yes"},
                description = "Do not ask for confirmation.")
        private boolean yes;

        @Option(names = "--force", description = "Remove the placement without the agent, for nodes that are gone.")
        private boolean force;

        @Mixin
        private Waiting waiting = new Waiting();

        Unplace(Session session, Terminal terminal) {
            this.session = session;
            this.terminal = terminal;
        }

        @Override
        public void run() {
            var api = session.api();
            DeploymentView deployment = Deployments.find(api, chosen.name());
            List<PlacementView> placements = Deployments.placements(api, deployment, chosen.nodes());
            List<String> where =
                    placements.stream().map(PlacementView::nodeName).toList();
            String places = String.join(", ", where);
            if (!yes
                    && !terminal.confirmed(
                            "Remove %s from %s? Its files there are deleted.".formatted(deployment.name(), places)))
                return;
            for (PlacementView placement : placements) {
                api.delete(Api.query("/placements/" + placement.id(), "force", force ? true : null));
            }
            if (waiting.wanted()) {
                var ids = placements.stream().map(PlacementView::id).toList();
                boolean gone = waiting.until(
                        terminal,
                        () -> Deployments.placements(api, deployment).stream()
                                .noneMatch(left -> ids.contains(left.id())));
                if (!gone) {
                    throw Failure.failed("%s is still on %s after %d s"
                                    .formatted(deployment.name(), places, waiting.seconds()))
                            .next("stardust deploy status " + deployment.name());
                }
            }
            terminal.say("%s %s from %s"
                    .formatted(deployment.name(), waiting.wanted() ? "removed" : "is being removed", places));
        }
    }
}
