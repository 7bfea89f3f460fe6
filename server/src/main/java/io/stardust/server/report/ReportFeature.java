package io.stardust.server.report;

import io.stardust.server.command.CommandFeature;
import io.stardust.server.deploy.DeployFeature;
import io.stardust.server.feature.Base;
import io.stardust.server.http.Faces;
import io.stardust.server.node.NodeFeature;
import io.stardust.server.rollout.RolloutFeature;
import java.time.Duration;
import java.util.function.Supplier;

/** What agents say of their placements, their tasks and their own services. */
public final class ReportFeature {
    private final Base base;
    private final Observations observations;
    private final ForeignAgents foreignAgents;
    private final LocalServices localServices;

    /** {@code kept}: how long runs of tasks are kept; zero: for ever. */
    public ReportFeature(
            Base base,
            NodeFeature nodes,
            CommandFeature commands,
            DeployFeature deploy,
            RolloutFeature rollout,
            Supplier<Duration> kept) {
        this.base = base;
        this.observations = new Observations(base.changes(), deploy.removal(), rollout.events());
        this.foreignAgents = new ForeignAgents(
                base.db(), base.changes(), nodes.store(), commands.commander(), deploy.orders(), observations);
        this.localServices = new LocalServices(base.db(), nodes.store(), base.clock());
        commands.commander().listen(foreignAgents::ended);
        observations.listen(deploy.tallies());
        TaskRuns.keep(base.expiry(), kept);
        base.lifecycle().starts("foreign agents", foreignAgents::start);
    }

    /** Adds the routes. */
    public void routes(Faces faces) {
        new TaskRunRoutes(new TaskRuns(base.db())).register(faces.people());
    }

    /** Takes what agents say. */
    public Observations observations() {
        return observations;
    }

    /** Agents that are not ours, which tell in other ways. */
    public ForeignAgents foreignAgents() {
        return foreignAgents;
    }

    /** The services that nodes have of their own. */
    public LocalServices localServices() {
        return localServices;
    }
}
