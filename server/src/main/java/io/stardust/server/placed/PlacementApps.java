package io.stardust.server.placed;

import io.stardust.server.db.Database;
import io.stardust.server.db.DbException;
import io.stardust.server.db.Outage;
import io.stardust.server.db.Visible;
import io.stardust.server.deploy.Deployment;
import io.stardust.server.deploy.DeploymentStore;
import io.stardust.server.deploy.Observed;
import io.stardust.server.deploy.ObservedStore;
import io.stardust.server.deploy.Overlaps;
import io.stardust.server.deploy.Placement;
import io.stardust.server.deploy.PlacementStore;
import io.stardust.server.node.Node;
import io.stardust.server.registry.PlacedApps;
import java.time.Duration;
import java.util.Optional;

/** Knows which app a placement runs, and of which version. Thread-safe. */
public final class PlacementApps implements PlacedApps {
    private final Database db;
    private final PlacementStore placements = new PlacementStore();
    private final DeploymentStore deployments = new DeploymentStore();
    private final ObservedStore observed = new ObservedStore();

    public PlacementApps(Database db) {
        this.db = db;
    }

    @Override
    public Optional<Placed> find(Node node, long placementId) {
        return db.read(sql -> placements
                .find(sql, Visible.everything(), placementId)
                .filter(placement -> placement.nodeId() == node.id())
                .map(placement -> {
                    Deployment deployment = deployments.require(sql, Visible.everything(), placement.deploymentId());
                    return new Placed(
                            deployment.appId(),
                            deployments.appName(sql, deployment.appId()),
                            deployment.projectId(),
                            placement.deployName(),
                            observed.find(sql, placementId)
                                    .map(Observed::version)
                                    .orElse(null),
                            port(placement, deployment),
                            Overlaps.port(deployment, placement),
                            deployment.drainWait());
                }));
    }

    @Override
    public Duration ramp(long appId, String called) {
        int at = called.indexOf('@');
        if (at <= 0) return Duration.ZERO;
        try {
            return Duration.ofSeconds(db.read(sql -> deployments.ramp(sql, appId, called.substring(0, at))));
        } catch (DbException e) { // nobody is kept from registering by that
            Outage.logged(e);
            return Duration.ZERO;
        }
    }

    private static int port(Placement placement, Deployment deployment) {
        return placement.port() > 0 ? placement.port() : deployment.port();
    }
}
