package io.stardust.server.adopt;

import io.stardust.api.adopt.AdoptionBody;
import io.stardust.api.adopt.AdoptionView;
import io.stardust.api.deploy.DeploymentBody;
import io.stardust.api.deploy.PlacementBody;
import io.stardust.api.deploy.PlacementView;
import io.stardust.protocol.deploy.LocalDetail;
import io.stardust.protocol.deploy.LocalService;
import io.stardust.protocol.deploy.ServiceInfo;
import io.stardust.server.access.secret.Secrets;
import io.stardust.server.app.Bounds;
import io.stardust.server.change.Changes;
import io.stardust.server.change.Changes.Tx;
import io.stardust.server.db.Database;
import io.stardust.server.db.Visible;
import io.stardust.server.deploy.Deployment;
import io.stardust.server.deploy.DeploymentStore;
import io.stardust.server.deploy.Deployments;
import io.stardust.server.deploy.Placement;
import io.stardust.server.deploy.PlacementStore;
import io.stardust.server.deploy.Placements;
import io.stardust.server.deploy.ServiceInfos;
import io.stardust.server.http.ApiException.Conflict;
import io.stardust.server.http.ApiException.Invalid;
import io.stardust.server.http.ApiException.NotFound;
import io.stardust.server.http.Caller;
import io.stardust.server.http.Role;
import io.stardust.server.node.LocalServiceStore;
import io.stardust.server.node.Node;
import io.stardust.server.node.NodeStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Makes a deployment of what an agent runs by a file of its own, placed on that node under the same name, and has its
 * folder packed as the first release. Nothing changes there until a release is published: then the placement takes the
 * local service's place. Thread-safe.
 */
public final class Adoption {
    private final Database db;
    private final Changes changes;
    private final NodeStore nodes;
    private final Deployments deployments;
    private final Placements placements;
    private final Packings packings;
    private final Secrets secrets;
    private final DeploymentStore deploymentStore = new DeploymentStore();
    private final PlacementStore placementStore = new PlacementStore();
    private final AdoptedStore store = new AdoptedStore();
    private final LocalServiceStore services = new LocalServiceStore();

    public Adoption(
            Database db,
            Changes changes,
            NodeStore nodes,
            Deployments deployments,
            Placements placements,
            Packings packings,
            Secrets secrets) {
        this.db = db;
        this.changes = changes;
        this.nodes = nodes;
        this.deployments = deployments;
        this.placements = placements;
        this.packings = packings;
        this.secrets = secrets;
    }

    PlacementView adopt(Caller caller, long nodeId, AdoptionBody wanted) {
        String name = Bounds.name("service", wanted.service());
        DeploymentBody over = wanted.deployment() == null ? DeploymentBody.NOTHING : wanted.deployment();
        if (wanted.deploymentId() != null && !over.equals(DeploymentBody.NOTHING)) {
            throw new Invalid("deployment", "given together with deploymentId", "one of the two");
        }
        Node node = db.read(sql -> node(sql, caller, nodeId));
        caller.require(Role.ADMIN, node.projectId());
        LocalService local = db.read(sql -> local(sql, node, name));
        Optional<Adopted> begun = db.read(sql -> store.begun(sql, node.id(), name));
        begun.ifPresent(adopted -> requireSame(adopted, wanted.deploymentId(), over));
        @Nullable LocalDetail detail = packings.describe(caller, node, name, wanted.pack() != null);
        long placement = begun.isPresent()
                ? begun.get().placementId()
                : create(caller, node, local, detail, over, wanted.deploymentId());
        if (wanted.pack() != null) packings.begin(caller, node, placement, wanted.pack());
        return placements.get(caller, placement);
    }

    private Node node(Handle sql, Caller caller, long id) {
        return nodes.find(sql, caller.visible(), id).orElseThrow(() -> new NotFound("node", id));
    }

    /** Asked again, as after a packing that failed: it goes on with what is there. */
    private static void requireSame(Adopted begun, @Nullable Long deploymentId, DeploymentBody over) {
        boolean other = deploymentId != null && deploymentId != begun.deploymentId();
        if (!other && over.equals(DeploymentBody.NOTHING)) return;
        throw new Conflict("service: %s is deployment %d already and waits for a release; edit that, and leave out "
                        .formatted(begun.service(), begun.deploymentId())
                + "how it is to run");
    }

    private long create(
            Caller caller,
            Node node,
            LocalService local,
            @Nullable LocalDetail detail,
            DeploymentBody over,
            @Nullable Long deploymentId) {
        String name = String.valueOf(local.name());
        return changes.write(caller.actor(), tx -> {
            Deployment deployment = deploymentId == null
                    ? deployments.create(tx, caller, node.projectId(), LocalSettings.body(local, detail, name, over))
                    : there(tx, caller, deploymentId);
            Placement made = placements.create(tx, deployment, node, PlacementBody.named(name));
            store.put(tx.sql(), adopted(caller, made, name, detail, tx.now().toEpochMilli()));
            return made.id();
        });
    }

    private Deployment there(Tx tx, Caller caller, long id) {
        Deployment deployment = deploymentStore.require(tx.sql(), caller.visible(), id);
        caller.require(Role.ADMIN, deployment.projectId());
        return deployment;
    }

    private Adopted adopted(Caller caller, Placement made, String name, @Nullable LocalDetail detail, long now) {
        return new Adopted(
                made.id(),
                made.deploymentId(),
                made.nodeId(),
                name,
                detail == null ? null : secrets.seal(io.stardust.protocol.Json.WIRE.text(detail)),
                Adopted.State.NONE,
                null,
                null,
                null,
                caller.actor(),
                caller.userId(),
                caller.name(),
                0,
                0,
                0,
                null,
                null,
                null,
                now,
                now);
    }

    private LocalService local(Handle sql, Node node, String name) {
        LocalService local = services.find(sql, node.id(), name)
                .orElseThrow(() -> new NotFound("local service on node " + node.name(), name));
        if (local.shadowed()) {
            throw new Conflict("service: %s on node %s is a placement already".formatted(name, node.name()));
        }
        return local;
    }

    /** How an adoption stands. */
    AdoptionView view(Visible visible, long placementId) {
        return db.read(sql -> {
            Placement placement = placementStore.require(sql, visible, placementId);
            Adopted adopted = store.find(sql, placementId)
                    .orElseThrow(() -> new NotFound("adopted local service as placement", placementId));
            Deployment deployment = deploymentStore.require(sql, visible, placement.deploymentId());
            Node node = nodes.find(sql, visible, placement.nodeId())
                    .orElseThrow(() -> new NotFound("node", placement.nodeId()));
            Optional<LocalDetail> detail = adopted.detail(secrets);
            ServiceInfo wanted = ServiceInfos.of(deployment, placement, node.version(), node.foreign(), secrets::open);
            return new AdoptionView(
                    placementId,
                    deployment.id(),
                    deployment.name(),
                    node.id(),
                    node.name(),
                    adopted.service(),
                    detail.isPresent(),
                    detail.map(LocalDetail::service).map(Adoption::secretNames).orElse(List.of()),
                    detail.map(told -> LocalSettings.changes(told, wanted)).orElse(List.of()),
                    packings.view(adopted));
        });
    }

    private static List<String> secretNames(ServiceInfo told) {
        return LocalSettings.variables(told).entrySet().stream()
                .filter(one -> LocalSettings.isSecret(one.getKey(), one.getValue()))
                .map(Map.Entry::getKey)
                .toList();
    }
}
