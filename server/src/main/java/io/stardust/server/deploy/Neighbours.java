package io.stardust.server.deploy;

import io.stardust.protocol.deploy.DeployMode;
import io.stardust.protocol.deploy.LocalService;
import io.stardust.server.access.secret.Secrets;
import io.stardust.server.deploy.Placement.Wish;
import io.stardust.server.http.ApiException.Conflict;
import io.stardust.server.node.LocalServiceStore;
import io.stardust.server.node.Node;
import io.stardust.server.variable.Untellable;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Refuses what would go wrong on a node: a folder or a port that another app there has, and what its agent cannot be
 * told. Stateless.
 */
public final class Neighbours {
    private final PlacementStore placements = new PlacementStore();
    private final LocalServiceStore services = new LocalServiceStore();
    private final Secrets secrets;

    Neighbours(Secrets secrets) {
        this.secrets = secrets;
    }

    /** What runs, or would, on one node. */
    public record Tenant(Deployment deployment, Placement placement) {
        Folder folder() {
            @Nullable String own = placement.workingDirectory();
            return Folder.of(own == null ? deployment.workingDirectory() : own, placement.deployName());
        }

        /** 0: none that it would hold. */
        public int port() {
            DeployMode mode = placement.mode() == null ? deployment.mode() : placement.mode();
            boolean live = deployment.enabled() && (placement.enabled() || placement.ended());
            boolean listens = mode == DeployMode.STANDARD || mode == DeployMode.SHADOW;
            if (!live || !listens || placement.state() == Wish.REMOVED) return 0;
            return placement.port() == 0 ? deployment.port() : placement.port();
        }

        /** All that it would hold. */
        public Set<Integer> ports() {
            int port = port();
            if (port == 0) return Set.of();
            int second = Overlaps.port(deployment, placement);
            return second == 0 || second == port ? Set.of(port) : Set.of(port, second);
        }

        private String environment() {
            return deployment.environments() + "\n" + placement.environments();
        }
    }

    /** Judges one that is new on its node. */
    void placed(Handle sql, Node node, Tenant made) {
        environment(node, made);
        List<Other> others = others(sql, made.placement());
        folder(node, made, others);
        port(node, made, others);
    }

    /** Judges one that changed, by what is new of it. */
    void edited(Handle sql, Node node, Tenant before, Tenant after) {
        if (!before.environment().equals(after.environment())) environment(node, after);
        boolean moves = !before.folder().equals(after.folder());
        boolean rings = !before.ports().equals(after.ports());
        if (!moves && !rings) return;
        List<Other> others = others(sql, after.placement());
        if (moves) folder(node, after, others);
        if (rings) port(node, after, others);
    }

    private void environment(Node node, Tenant tenant) {
        if (!node.foreign()) return;
        try {
            ServiceInfos.requireSayable(
                    ServiceInfos.environment(tenant.deployment(), tenant.placement(), 0, secrets::open), node.name());
        } catch (Untellable e) {
            throw new Conflict(e.words());
        }
    }

    private static void folder(Node node, Tenant tenant, List<Other> others) {
        Folder folder = tenant.folder();
        if (!node.foreign() && !folder.known()) {
            throw new Conflict(
                    "workingDirectory: %s leads out of the agent's apps on node %s (expected: ../apps/NAME, or "
                            .concat("an absolute path)")
                            .formatted(folder.path(), node.name()));
        }
        for (Other other : others) {
            if (!folder.meets(other.folder())) continue;
            throw new Conflict("workingDirectory: %s on node %s is the folder of %s; each app needs a folder of its own"
                    .formatted(folder.shown(), node.name(), other.name()));
        }
    }

    private static void port(Node node, Tenant tenant, List<Other> others) {
        for (Other other : others) {
            boolean together = tenant.deployment().allowMultiple()
                    && Objects.equals(other.deployment(), tenant.deployment().id());
            Set<Integer> both = new TreeSet<>(tenant.ports());
            both.retainAll(other.ports());
            if (together || both.isEmpty()) continue;
            int port = both.iterator().next();
            throw new Conflict("port: %d on node %s is the port of %s; give one of them another"
                    .formatted(port, node.name(), other.name()));
        }
    }

    /** Something else on the node. */
    private record Other(@Nullable Long deployment, String name, Folder folder, Set<Integer> ports) {}

    private List<Other> others(Handle sql, Placement placement) {
        List<Other> others = new ArrayList<>();
        for (Tenant tenant : placements.tenants(sql, placement.nodeId())) {
            if (tenant.placement().id() == placement.id()) continue;
            String removed = tenant.placement().state() == Wish.REMOVED ? ", which is being removed" : "";
            String name = "placement %s of deployment %s%s"
                    .formatted(
                            tenant.placement().deployName(), tenant.deployment().name(), removed);
            others.add(new Other(tenant.deployment().id(), name, tenant.folder(), tenant.ports()));
        }
        for (LocalService local : services.ofNode(sql, placement.nodeId())) {
            String name = String.valueOf(local.name());
            if (name.equals(placement.deployName())) continue; // the placement takes its place
            Folder folder = Folder.of(local.workingDirectory(), name);
            others.add(
                    new Other(null, "local service " + name, folder, local.enable() ? Set.of(local.port()) : Set.of()));
        }
        return others;
    }
}
