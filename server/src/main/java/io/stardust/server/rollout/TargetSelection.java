package io.stardust.server.rollout;

import io.stardust.api.rollout.NewRollout;
import io.stardust.server.app.Bounds;
import io.stardust.server.db.Visible;
import io.stardust.server.deploy.Deployment;
import io.stardust.server.deploy.Placement;
import io.stardust.server.deploy.Placement.Wish;
import io.stardust.server.deploy.PlacementStore;
import io.stardust.server.http.ApiException.Conflict;
import io.stardust.server.http.ApiException.Invalid;
import io.stardust.server.http.ApiException.NotFound;
import io.stardust.server.http.Check;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Decides which placements a rollout is about; refuses in words what cannot be. Stateless. */
public final class TargetSelection {
    private static final int LABELS = 20;

    private final PlacementStore placements = new PlacementStore();
    private final RolloutNodeStore nodeStore = new RolloutNodeStore();

    /**
     * A placement that is to be moved.
     *
     * @param placement null where it is still to be made
     * @param node null when it is gone
     */
    public record Target(
            @Nullable Placement placement,
            long nodeId,
            @Nullable RolloutNode node) {
        boolean connected() {
            return node != null && node.online();
        }

        String nodeName() {
            return node == null ? "node " + nodeId + " (gone)" : node.name();
        }
    }

    /**
     * The placements to be moved: all enabled ones, or those of the nodes that are named or labelled.
     *
     * @param place true: a node without a placement gets one
     */
    List<Target> choose(Handle sql, Visible visible, Deployment deployment, NewRollout wanted, boolean place) {
        List<Placement> all = placements.ofDeployment(sql, deployment.id());
        @Nullable Collection<Long> nodeIds = nodeIds(sql, deployment, wanted);
        if (nodeIds == null) {
            List<Placement> usable =
                    all.stream().filter(TargetSelection::usable).toList();
            if (usable.isEmpty()) {
                throw new Conflict("deployment %s has no enabled placement; name the nodes it should run on"
                        .formatted(deployment.name()));
            }
            Map<Long, RolloutNode> nodes = nodeStore.those(
                    sql,
                    Visible.everything(),
                    usable.stream().map(Placement::nodeId).toList());
            return usable.stream()
                    .map(placement -> new Target(placement, placement.nodeId(), nodes.get(placement.nodeId())))
                    .toList();
        }
        Map<Long, RolloutNode> nodes = nodeStore.those(sql, visible, nodeIds);
        Map<Long, List<Placement>> there = new LinkedHashMap<>();
        for (Placement placement : all)
            there.computeIfAbsent(placement.nodeId(), _ -> new ArrayList<>()).add(placement);
        List<Target> chosen = new ArrayList<>();
        for (long id : nodeIds) {
            @Nullable RolloutNode node = nodes.get(id);
            if (node == null) throw new NotFound("node", id);
            chosen.addAll(on(deployment, node, there.getOrDefault(id, List.of()), place));
        }
        return chosen;
    }

    private @Nullable Collection<Long> nodeIds(Handle sql, Deployment deployment, NewRollout wanted) {
        @Nullable List<Long> named = wanted.nodeIds();
        @Nullable List<String> labels = wanted.labels();
        if (labels == null) {
            if (named != null && (named.isEmpty() || named.size() > Bounds.NODES)) {
                throw new Invalid("nodeIds", named.size() + " nodes", "1–" + Bounds.NODES);
            }
            return named == null ? null : new LinkedHashSet<>(named);
        }
        if (named != null) throw new Invalid("labels: given beside nodeIds (expected: one of the two)");
        if (labels.isEmpty() || labels.size() > LABELS) {
            throw new Invalid("labels", labels.size() + " labels", "1–" + LABELS);
        }
        Map<String, String> pairs = new TreeMap<>();
        for (String label : labels) {
            int equals = label.indexOf('=');
            if (equals <= 0 || label.length() > 300) {
                throw new Invalid("labels", Check.shortened(label), "key=value");
            }
            pairs.put(label.substring(0, equals), label.substring(equals + 1));
        }
        Set<Long> found = new LinkedHashSet<>(nodeStore.labelled(sql, deployment.projectId(), pairs));
        if (!found.isEmpty()) return found;
        throw new Conflict("no approved node of project %d has the labels %s"
                .formatted(deployment.projectId(), String.join(", ", labels)));
    }

    /** What a publish moves: also what is disabled only because its task has run. */
    private static boolean usable(Placement placement) {
        return (placement.enabled() || placement.ended()) && placement.state() != Wish.REMOVED;
    }

    private static List<Target> on(Deployment deployment, RolloutNode node, List<Placement> there, boolean place) {
        if (!node.approved()) throw new Conflict("node %s waits for approval; approve it first".formatted(node.name()));
        if (there.isEmpty() && place) {
            if (node.projectId() != deployment.projectId()) {
                throw new Conflict("node %s is in project %d, deployment %s in project %d"
                        .formatted(node.name(), node.projectId(), deployment.name(), deployment.projectId()));
            }
            return List.of(new Target(null, node.id(), node));
        }
        List<Target> ready = there.stream()
                .filter(TargetSelection::usable)
                .map(placement -> new Target(placement, node.id(), node))
                .toList();
        if (!ready.isEmpty()) return ready;
        throw new Conflict("node %s has no enabled placement of %s".formatted(node.name(), deployment.name()));
    }
}
