package io.stardust.cli.deploy;

import io.stardust.cli.http.Reply;
import io.stardust.cli.http.Session;
import io.stardust.cli.node.Nodes;
import io.stardust.cli.terminal.Terminal;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code stardust deploy rollback}. */
@Command(
        name = "rollback",
        description = "Moves a deployment back to the release before, and watches until it runs.",
        footer = {"  stardust deploy rollback hello", "  stardust deploy rollback hello --to 1.0"})
final class Rollback implements Callable<Integer> {
    private final Session session;
    private final Terminal terminal;
    private final Watch watch;

    @Mixin
    private Chosen chosen = new Chosen();

    @Option(names = "--to", paramLabel = "VERSION", description = "Which release; default: the one before.")
    private @Nullable String version;

    @Mixin
    private PaceOptions pace = new PaceOptions();

    @Mixin
    private WatchOptions watching = new WatchOptions();

    Rollback(Session session, Terminal terminal, Watch watch) {
        this.session = session;
        this.terminal = terminal;
        this.watch = watch;
    }

    @Override
    public Integer call() {
        var api = session.api();
        Deployment deployment = Deployments.find(api, chosen.name());
        Long releaseId = version == null
                ? null
                : Long.valueOf(Deployments.release(api, deployment, version).id());
        @Nullable List<Long> nodes = chosen.nodes().isEmpty() ? null : Nodes.ids(api, chosen.nodes());
        NewRollout wanted = pace.rollout(deployment.id(), releaseId, nodes, ZonedDateTime.now(ZoneId.systemDefault()));
        if (pace.planned()) {
            PlanTable.print(terminal, api.post("/rollouts/plan?kind=rollback", wanted));
            return 0;
        }
        Reply begun = api.post(Deployments.path(deployment, "/rollback"), wanted);
        return watch.follow(api, deployment, begun, watching);
    }
}
