package io.stardust.cli.deploy;

import io.stardust.api.deploy.DeploymentView;
import io.stardust.api.rollout.NewRollout;
import io.stardust.api.rollout.Plan;
import io.stardust.api.rollout.RolloutView;
import io.stardust.cli.http.Reply;
import io.stardust.cli.http.Session;
import io.stardust.cli.node.Nodes;
import io.stardust.cli.terminal.Terminal;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code stardust deploy rollback}. */
@Command(
        name = "rollback",
        description = {
            "Undo the last rollout on the nodes that it changed, and watch until it runs.",
            "Each node returns to what it ran before. Run it again to undo the rollout before that."
        },
        footer = {"  stardust deploy rollback hello", "  stardust deploy rollback hello --to 1.0"})
final class Rollback implements Callable<Integer> {
    private static final int SHOWN = 20;

    private final Session session;
    private final Terminal terminal;
    private final Watch watch;

    @Mixin
    private Chosen chosen = new Chosen();

    @Option(names = "--to", paramLabel = "VERSION", description = "Roll back to this release, on all nodes.")
    private @Nullable String version;

    @Mixin
    private PaceOptions pace = new PaceOptions();

    @Mixin
    private WatchOptions watching = new WatchOptions();

    @Option(
            names = {"-y", "--yes"},
            description = "Do not ask for confirmation.")
    private boolean yes;

    Rollback(Session session, Terminal terminal, Watch watch) {
        this.session = session;
        this.terminal = terminal;
        this.watch = watch;
    }

    @Override
    public Integer call() {
        var api = session.api();
        DeploymentView deployment = Deployments.find(api, chosen.name());
        Long releaseId = version == null
                ? null
                : Long.valueOf(Deployments.release(api, deployment, version).id());
        @Nullable List<Long> nodes = chosen.nodes().isEmpty() ? null : Nodes.ids(api, chosen.nodes());
        NewRollout wanted = pace.rollout(deployment.id(), releaseId, nodes, ZonedDateTime.now(ZoneId.systemDefault()));
        if (pace.planned()) {
            PlanTable.print(terminal, api.post("/rollouts/plan?kind=rollback", wanted));
            return 0;
        }
        if (releaseId == null) {
            Plan plan = api.post("/rollouts/plan?kind=rollback", wanted).as(Plan.class);
            foretell(plan);
            if (!yes && !terminal.confirmed("Roll back?")) return 0;
            wanted = wanted.reverting(plan.reverts());
        }
        Reply begun = api.postOnce(Deployments.path(deployment, "/rollback"), wanted);
        RolloutView rollout = begun.as(RolloutView.class);
        if (rollout.kind().equals("rollback")) return watch.follow(api, deployment, begun, watching);
        if (terminal.json()) terminal.print(begun);
        else terminal.print("rollout #%d rolled back; nothing had to be started".formatted(rollout.id()));
        return 0;
    }

    private void foretell(Plan plan) {
        terminal.note("undoing rollout #%d:".formatted(plan.reverts()));
        plan.nodes().stream()
                .limit(SHOWN)
                .map(node -> "  " + RolloutText.move(node.nodeName(), node.fromVersion(), node.toVersion()))
                .forEach(terminal::note);
        if (plan.nodes().size() > SHOWN)
            terminal.note("  and %d more".formatted(plan.nodes().size() - SHOWN));
        if (plan.config() != null) terminal.note("  config: " + RolloutText.config(plan.config()));
        Stream.concat(plan.nodes().stream().flatMap(node -> node.warnings().stream()), plan.warnings().stream())
                .distinct()
                .limit(SHOWN)
                .forEach(warning -> terminal.note("warning: " + warning));
    }
}
