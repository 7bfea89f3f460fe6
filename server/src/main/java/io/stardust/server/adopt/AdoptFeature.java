package io.stardust.server.adopt;

import io.stardust.server.access.AccessFeature;
import io.stardust.server.command.CommandFeature;
import io.stardust.server.deploy.DeployFeature;
import io.stardust.server.feature.Base;
import io.stardust.server.http.Faces;
import io.stardust.server.node.NodeFeature;
import io.stardust.server.release.ReleaseFeature;
import io.stardust.server.report.ReportFeature;
import io.stardust.server.rollout.Foresight;
import java.util.function.LongSupplier;

/** Makes deployments of services that nodes have of their own. */
public final class AdoptFeature {
    private final Base base;
    private final AccessFeature access;
    private final NodeFeature nodes;
    private final DeployFeature deploy;
    private final ReportFeature report;
    private final Packings packings;

    /** {@code maxBytes}: the largest package. */
    public AdoptFeature(
            Base base,
            AccessFeature access,
            NodeFeature nodes,
            CommandFeature commands,
            DeployFeature deploy,
            ReleaseFeature release,
            ReportFeature report,
            LongSupplier maxBytes) {
        this.base = base;
        this.access = access;
        this.nodes = nodes;
        this.deploy = deploy;
        this.report = report;
        this.packings = new Packings(
                base.db(),
                commands.commander(),
                commands.policies()::require,
                release.releases(),
                maxBytes,
                base.clock(),
                base.random());
    }

    /** Adds the routes. */
    public void routes(Faces faces) {
        var adoption = new Adoption(
                base.db(),
                base.changes(),
                nodes.store(),
                deploy.deployments(),
                deploy.placements(),
                packings,
                access.secrets());
        new LocalServiceRoutes(report.localServices(), adoption).register(faces.people());
        new PackLinkRoutes(nodes.auth(), packings).register(faces.machines());
    }

    /** What a first publish does to the local service whose place it takes. */
    public Foresight foresight() {
        return new LocalForesight(access.secrets());
    }
}
