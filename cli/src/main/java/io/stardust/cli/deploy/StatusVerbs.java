package io.stardust.cli.deploy;

import io.stardust.api.deploy.DeploymentView;
import io.stardust.api.deploy.PlacementPage;
import io.stardust.api.deploy.PlacementView;
import io.stardust.api.history.StepPage;
import io.stardust.api.history.StepView;
import io.stardust.api.report.TaskRun;
import io.stardust.cli.http.Replies;
import io.stardust.cli.http.Session;
import io.stardust.cli.node.Nodes;
import io.stardust.cli.terminal.Cell;
import io.stardust.cli.terminal.Table;
import io.stardust.cli.terminal.Terminal;
import io.stardust.cli.terminal.Words;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code stardust deploy status} and {@code history}: how it is, and how it came to be. */
final class StatusVerbs {
    private StatusVerbs() {}

    /** {@code status}. */
    @Command(
            name = "status",
            aliases = "ps",
            description = "Show what runs where, as last reported by the agents.",
            footer = {"  stardust deploy status hello", "  stardust deploy status --node web1"})
    static final class Status implements Runnable {
        private final Session session;
        private final Terminal terminal;

        @Parameters(paramLabel = "NAME", arity = "0..1", description = "Deployment name or ID; default: all.")
        private @Nullable String name;

        @Option(
                names = {"-n", "--node"},
                paramLabel = "NODE",
                description = "Only on this node: name, ID or code.")
        private @Nullable String node;

        @Option(
                names = "--sort",
                paramLabel = "FIELD",
                description = "Sort by state, node, deployment, version, started, crashes or memory; -FIELD reverses; "
                        + "default: ${DEFAULT-VALUE}, failures first.")
        private String sort = "state";

        Status(Session session, Terminal terminal) {
            this.session = session;
            this.terminal = terminal;
        }

        @Override
        public void run() {
            var api = session.api();
            Long deployment = name == null
                    ? null
                    : Long.valueOf(Deployments.find(api, name).id());
            Long nodeId =
                    node == null ? null : Long.valueOf(Nodes.find(api, node).id());
            String path = io.stardust.cli.http.Api.query(
                    "/placements", "deployment", deployment, "node", nodeId, "sort", sort);
            Replies found = api.list(path, 10_000);
            if (terminal.json()) {
                terminal.print(found);
                return;
            }
            List<PlacementView> placements = found.as(PlacementPage.class);
            var table = new Table(
                    "NAME", "NODE", "DESIRED", "STATE", "VERSION", "PID", "SINCE", "CPU", "MEMORY", "CRASHES",
                    "REASON");
            for (PlacementView placement : placements) row(table, placement);
            table.print(terminal, "no placements");
        }

        private void row(Table table, PlacementView placement) {
            PlacementView.Seen seen = placement.observed();
            table.row(
                    placement.deployName(),
                    placement.nodeName(),
                    wanted(placement),
                    PlacementText.state(seen),
                    seen.version(),
                    seen.pid() == 0 ? null : seen.pid(),
                    seen.pid() == 0 ? null : Words.since(seen.startedAt(), terminal.now()),
                    seen.pid() == 0 || !seen.reachable() ? null : Words.percent(seen.cpuUsage()),
                    seen.pid() == 0 || seen.workingSet() == 0 || !seen.reachable()
                            ? null
                            : Words.size(seen.workingSet()),
                    seen.crashes(),
                    reason(placement));
        }

        private static String wanted(PlacementView placement) {
            String version = placement.desired().version();
            String state = placement.desired().state();
            return version == null || !state.equals("running") ? state : state + " " + version;
        }

        private @Nullable String reason(PlacementView placement) {
            PlacementView.Seen seen = placement.observed();
            if (!seen.reachable()) {
                return "last known: %s; the node has not responded since %s"
                        .formatted(
                                Cell.state(seen.state()).text(),
                                Words.at(
                                        seen.unreachableSince() == null ? seen.at() : seen.unreachableSince(),
                                        ZoneId.systemDefault()));
            }
            String since = seen.failingSince() == null
                    ? ""
                    : " (failing since %s)".formatted(Words.at(seen.failingSince(), ZoneId.systemDefault()));
            if (seen.reason() != null) return seen.reason() + since;
            return placement.converged() ? null : "updating" + since;
        }
    }

    /** {@code runs}. */
    @Command(
            name = "runs",
            description = "List the runs of a task, newest first.",
            footer = "  stardust deploy runs migrate")
    static final class Runs implements Runnable {
        private final Session session;
        private final Terminal terminal;

        @Parameters(paramLabel = "NAME", description = "Deployment name or ID.")
        private String name = "";

        @Option(names = "--limit", paramLabel = "N", description = "Maximum number of rows; default: ${DEFAULT-VALUE}.")
        private int limit = 30;

        Runs(Session session, Terminal terminal) {
            this.session = session;
            this.terminal = terminal;
        }

        @Override
        public void run() {
            var api = session.api();
            Replies found = api.list(Deployments.path(Deployments.find(api, name), "/runs"), limit);
            if (terminal.json()) {
                terminal.print(found);
                return;
            }
            var table = new Table("ENDED", "NODE", "VERSION", "EXIT", "DURATION", "REASON");
            for (TaskRun run : found.as(TaskRun.Page.class)) {
                table.row(
                        Words.at(run.endedAt(), ZoneId.systemDefault()),
                        run.nodeName(),
                        run.version(),
                        run.exitCode(),
                        run.startedAt() > 0 ? Words.took(run.endedAt() - run.startedAt()) : null,
                        run.reason());
            }
            table.print(terminal, "no runs yet");
        }
    }

    /** {@code history}. */
    @Command(
            name = "history",
            description = "Show the timeline of a deployment with durations, newest first.",
            footer = "  stardust deploy history hello --limit 20")
    static final class History implements Runnable {
        private final Session session;
        private final Terminal terminal;

        @Parameters(paramLabel = "NAME", description = "Deployment name or ID.")
        private String name = "";

        @Option(
                names = {"-n", "--node"},
                paramLabel = "NODE",
                description = "Only on this node: name, ID or code.")
        private @Nullable String node;

        @Option(names = "--limit", paramLabel = "N", description = "Maximum number of rows; default: ${DEFAULT-VALUE}.")
        private int limit = 50;

        History(Session session, Terminal terminal) {
            this.session = session;
            this.terminal = terminal;
        }

        @Override
        public void run() {
            var api = session.api();
            DeploymentView deployment = Deployments.find(api, name);
            Replies found = api.list(path(api, deployment), limit);
            if (terminal.json()) {
                terminal.print(found);
                return;
            }
            var table = new Table("AT", "NODE", "VERSION", "STEP", "DURATION", "DETAIL");
            for (StepView step : found.as(StepPage.class)) {
                table.row(
                        Words.at(step.at(), ZoneId.systemDefault()),
                        step.nodeName(),
                        step.version(),
                        Cell.state(step.step()),
                        step.durationMs() > 0 ? Words.took(step.durationMs()) : null,
                        step.detail());
            }
            table.print(terminal, "no steps yet");
        }

        private String path(io.stardust.cli.http.Api api, DeploymentView deployment) {
            if (node == null) return Deployments.path(deployment, "/history");
            return "/placements/"
                    + Deployments.placements(api, deployment, List.of(node))
                            .getFirst()
                            .id()
                    + "/history";
        }
    }
}
