package io.stardust.server.rollout;

import io.stardust.protocol.deploy.DeployMode;
import io.stardust.server.db.Visible;
import io.stardust.server.deploy.Deployment;
import io.stardust.server.deploy.Neighbours;
import io.stardust.server.deploy.Neighbours.Tenant;
import io.stardust.server.deploy.Placement;
import io.stardust.server.rollout.ReleaseChoice.Move;
import io.stardust.server.rollout.TargetSelection.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Ports that two apps of one node are given. {@link Neighbours} refuses them when they are given; these are from before
 * it did, and people are warned of them when they publish. Immutable.
 */
final class PortClashes {
    private static final PortStore PORTS = new PortStore();

    private final Deployment deployment;
    private final Map<Long, List<Taken>> taken;

    private PortClashes(Deployment deployment, Map<Long, List<Taken>> taken) {
        this.deployment = deployment;
        this.taken = taken;
    }

    /** What runs at a port, or should. */
    record Taken(long placementId, long deploymentId, String name, int port) {}

    /** Looks them up on the nodes of {@code moves}, all at once. */
    static PortClashes find(Handle sql, Visible visible, Deployment deployment, List<Move> moves) {
        if (moves.isEmpty()) return new PortClashes(deployment, Map.of());
        Set<Long> nodes = moves.stream().map(move -> move.target().nodeId()).collect(Collectors.toSet());
        return new PortClashes(deployment, PORTS.taken(sql, visible, nodes));
    }

    /** The clash at {@code target}, in words; empty when there is none. */
    Optional<String> at(Target target) {
        @Nullable Placement placement = target.placement();
        Set<Integer> ports = placement == null ? ownPorts() : new Tenant(deployment, placement).ports();
        long own = placement == null ? 0 : placement.id();
        return taken.getOrDefault(target.nodeId(), List.of()).stream()
                .filter(other -> ports.contains(other.port()) && other.placementId() != own)
                .filter(other -> !(deployment.allowMultiple() && other.deploymentId() == deployment.id()))
                .findFirst()
                .map(other -> "port %d is also that of %s on this node; give one of them another"
                        .formatted(other.port(), other.name()));
    }

    private Set<Integer> ownPorts() {
        DeployMode mode = deployment.mode();
        if (mode == DeployMode.STANDARD) return Set.of(deployment.port());
        if (mode != DeployMode.SHADOW) return Set.of();
        return Stream.of(deployment.port(), deployment.overlapPort()).collect(Collectors.toSet());
    }

    /** All clashes of {@code moves}, each with the name of its node. */
    List<String> words(List<Move> moves) {
        List<String> words = new ArrayList<>();
        for (Move move : moves) {
            at(move.target()).ifPresent(clash -> words.add(move.target().nodeName() + ": " + clash));
        }
        return words;
    }
}
