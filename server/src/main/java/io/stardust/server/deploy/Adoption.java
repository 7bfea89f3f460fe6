package io.stardust.server.deploy;

import io.avaje.jsonb.Json;
import io.stardust.protocol.deploy.DeployMode;
import io.stardust.protocol.deploy.LocalService;
import io.stardust.server.app.Bounds;
import io.stardust.server.change.Changes;
import io.stardust.server.http.ApiException.Conflict;
import io.stardust.server.http.ApiException.NotFound;
import io.stardust.server.http.Caller;
import io.stardust.server.http.Role;
import io.stardust.server.node.Node;
import io.stardust.server.node.NodeStore;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Makes a deployment of what an agent runs by a file of its own, placed on that node under the same name. Nothing
 * changes there until a release is published: then the placement takes the local service's place. Thread-safe.
 */
public final class Adoption {
    private final Changes changes;
    private final NodeStore nodes;
    private final Deployments deployments;
    private final Placements placements;

    public Adoption(Changes changes, NodeStore nodes, Deployments deployments, Placements placements) {
        this.changes = changes;
        this.nodes = nodes;
        this.deployments = deployments;
        this.placements = placements;
    }

    /**
     * What somebody asks for.
     *
     * @param service name of the local service
     * @param deployment what is to be other than the agent tells; arguments and variables it never tells
     */
    @Json
    public record Wanted(@Nullable String service, @Nullable DeploymentBody deployment) {}

    PlacementView adopt(Caller caller, long nodeId, Wanted wanted) {
        String name = Bounds.name("service", wanted.service());
        long placement = changes.write(caller.actor(), tx -> {
            Node node = nodes.find(tx.sql(), caller.visible(), nodeId).orElseThrow(() -> new NotFound("node", nodeId));
            caller.require(Role.ADMIN, node.projectId());
            LocalService local = local(tx.sql(), node, name);
            Deployment made = deployments.create(tx, caller, node.projectId(), body(local, name, wanted.deployment()));
            return placements.create(tx, made, node, PlacementBody.named(name)).id();
        });
        return placements.get(caller, placement);
    }

    private static LocalService local(Handle sql, Node node, String name) {
        LocalService local = sql.createQuery(
                        "select service from node_local_service where node_id = :node and name = :name")
                .bind("node", node.id())
                .bind("name", name)
                .map((row, _) -> io.stardust.protocol.Json.WIRE.read(row.getString("service"), LocalService.class))
                .findOne()
                .orElseThrow(() -> new NotFound("local service on node " + node.name(), name));
        if (local.shadowed()) {
            throw new Conflict("service: %s on node %s is a placement already".formatted(name, node.name()));
        }
        return local;
    }

    private static DeploymentBody body(LocalService local, String name, @Nullable DeploymentBody asked) {
        DeploymentBody over = asked == null ? DeploymentBody.NOTHING : asked;
        return new DeploymentBody(
                over.name() == null ? name : over.name(),
                over.displayName(),
                null,
                over.appId(),
                over.enabled(),
                over.fileName() == null ? local.fileName() : over.fileName(),
                over.arguments(),
                over.workingDirectory() == null ? local.workingDirectory() : over.workingDirectory(),
                over.userName() == null ? local.userName() : over.userName(),
                over.environments(),
                over.environment(),
                over.environmentSet(),
                over.environmentRemove(),
                over.mode() == null ? Modes.name(DeployMode.of(local.mode())) : over.mode(),
                or(over.allowMultiple(), local.allowMultiple()),
                or(over.maxMemory(), local.maxMemory()),
                or(over.autoStop(), local.autoStop()),
                or(over.reloadOnChange(), local.reloadOnChange()),
                or(over.port(), local.port()),
                over.priority(),
                over.oomScoreAdjust(),
                over.healthCheck(),
                over.readiness(),
                over.liveness(),
                over.reloadPatterns(),
                over.keep(),
                over.reloadCommand(),
                over.portArgument(),
                over.stopWait(),
                over.multiVersion());
    }

    private static <T> T or(@Nullable T asked, T told) {
        return asked == null ? told : asked;
    }
}
