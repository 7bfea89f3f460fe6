package io.stardust.server.placed;

import io.stardust.protocol.Envelope;
import io.stardust.protocol.app.AppKeyAnswer;
import io.stardust.protocol.app.AppKeyQuery;
import io.stardust.server.app.AppKeys;
import io.stardust.server.change.Change;
import io.stardust.server.change.Changes;
import io.stardust.server.db.Visible;
import io.stardust.server.deploy.Deployment;
import io.stardust.server.deploy.DeploymentStore;
import io.stardust.server.deploy.Placement;
import io.stardust.server.deploy.PlacementStore;
import io.stardust.server.http.LinkApi;
import io.stardust.server.http.LinkCall;
import io.stardust.server.node.Node;
import io.stardust.server.node.NodeAuth;
import java.time.Duration;

/**
 * Gives the app of each placement a key to log in with, so that what is deployed needs no setting; and takes it back
 * with the placement. Thread-safe.
 */
public final class PlacementKeys implements Change.Listener {
    private static final Duration LIFE = Duration.ofDays(30);
    /** How long the key before still holds: whoever was away has a day to notice. */
    private static final Duration OVERLAP = Duration.ofHours(24);

    private final Changes changes;
    private final NodeAuth auth;
    private final AppKeys keys;
    private final PlacementStore placements = new PlacementStore();
    private final DeploymentStore deployments = new DeploymentStore();

    public PlacementKeys(Changes changes, NodeAuth auth, AppKeys keys) {
        this.changes = changes;
        this.auth = auth;
        this.keys = keys;
    }

    /** Adds the path. */
    public void register(LinkApi link) {
        link.post("/Deploy/AppKey", this::issue);
    }

    private Object issue(LinkCall call) {
        Node node = auth.node(call);
        AppKeyQuery query = call.body(AppKeyQuery.class);
        long id = query.placementId();
        return changes.write(node.actor(), tx -> {
            Placement placement = placements
                    .find(tx.sql(), Visible.everything(), id)
                    .filter(found -> found.nodeId() == node.id())
                    .orElseThrow(() -> new Envelope.Refused(
                            Envelope.NOT_FOUND, "PlacementId: %d is no placement of this node".formatted(id)));
            Deployment deployment = deployments.require(tx.sql(), Visible.everything(), placement.deploymentId());
            String app = deployments.appName(tx.sql(), deployment.appId());
            if (query.ends() > 0 && keys.holds(tx, id, query.ends())) {
                return new AppKeyAnswer(app, null, query.ends());
            }
            AppKeys.Issued key = keys.issueForPlacement(tx, deployment.appId(), id, LIFE, OVERLAP);
            return new AppKeyAnswer(app, key.secret(), tx.now().plus(LIFE).toEpochMilli());
        });
    }

    @Override
    public void changed(Change change) {
        if (!change.kind().equals("placement.deleted")) return;
        long id = Long.parseLong(change.subjectId());
        changes.write("system", tx -> keys.revokeOfPlacement(tx, id));
    }
}
