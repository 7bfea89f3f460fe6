package io.stardust.server.deploy;

import io.stardust.api.deploy.DeploymentView;
import io.stardust.api.deploy.PlacementCounts;
import io.stardust.server.change.Change;
import io.stardust.server.db.Database;
import io.stardust.server.db.Visible;
import io.stardust.server.deploy.PlacementCountStore.Counted;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Knows how many placements of each deployment stand where, without counting them each time: fifty thousand rows take
 * the database longer than a person should wait. Thread-safe. What is committed is noted at once and counted when
 * somebody next asks, only for the deployments it is about, so the numbers are never older than the question.
 */
public final class PlacementCounter implements Change.Listener, PlacementListener {
    private final Database db;
    private final PlacementCountStore store = new PlacementCountStore();
    private final Set<Long> stale = ConcurrentHashMap.newKeySet();
    private final Set<Long> staleNodes = ConcurrentHashMap.newKeySet();
    private @Nullable Map<Long, Counted> counted; // guarded by this

    public PlacementCounter(Database db) {
        this.db = db;
    }

    /** Takes note of a placement that was made, wanted otherwise or removed, and of a node that is gone. */
    @Override
    public void changed(Change change) {
        switch (change.subjectKind()) {
            case "placement" -> {
                if (change.deploymentId() != null) stale.add(change.deploymentId());
            }
            case "node" -> nodeChanged(Long.parseLong(change.subjectId()));
            default -> {}
        }
    }

    /** Takes note of a placement that was seen, in another state perhaps. */
    @Override
    public void observed(long placementId, long deploymentId) {
        stale.add(deploymentId);
    }

    /** Takes note of a node that came or went. */
    public void nodeChanged(long nodeId) {
        staleNodes.add(nodeId);
    }

    /** One deployment's. */
    PlacementCounts of(long deploymentId) {
        @Nullable Counted found = counted().get(deploymentId);
        return found == null ? PlacementCounts.NONE : found.tally();
    }

    /** How many placements of a deployment are seen to run each version, the most first. */
    List<DeploymentView.Running> versions(long deploymentId) {
        @Nullable Counted found = counted().get(deploymentId);
        if (found == null) return List.of();
        return found.versions().entrySet().stream()
                .map(one -> new DeploymentView.Running(one.getKey(), one.getValue()))
                .sorted(Comparator.comparingInt(DeploymentView.Running::count)
                        .reversed()
                        .thenComparing(DeploymentView.Running::version, Comparator.reverseOrder()))
                .toList();
    }

    /** One deployment's if it is visible, and of {@code project} unless that is 0; nothing otherwise. */
    PlacementCounts of(Visible visible, long project, long deploymentId) {
        @Nullable Counted found = counted().get(deploymentId);
        if (found == null || !visible.sees(found.projectId())) return PlacementCounts.NONE;
        return project == 0 || project == found.projectId() ? found.tally() : PlacementCounts.NONE;
    }

    /** The sum over what is visible; {@code project}: of this alone, 0 for all. */
    public PlacementCounts sum(Visible visible, long project) {
        PlacementCounts sum = PlacementCounts.NONE;
        for (Counted one : counted().values()) {
            if (visible.sees(one.projectId()) && (project == 0 || project == one.projectId()))
                sum = sum.plus(one.tally());
        }
        return sum;
    }

    /** The ids of the visible deployments whose tally is as asked. */
    Set<Long> where(Visible visible, Predicate<PlacementCounts> asked) {
        Set<Long> found = new HashSet<>();
        counted().forEach((id, one) -> {
            if (visible.sees(one.projectId()) && asked.test(one.tally())) found.add(id);
        });
        return found;
    }

    private synchronized Map<Long, Counted> counted() {
        Map<Long, Counted> known = counted;
        // forgotten before it is read: what is committed meanwhile is noted again
        Set<Long> nodes = taken(staleNodes);
        Set<Long> deployments = taken(stale);
        if (known == null) {
            known = Map.copyOf(db.read(sql -> store.count(sql, null)));
        } else if (!nodes.isEmpty() || !deployments.isEmpty()) {
            known = recounted(known, nodes, deployments);
        }
        counted = known;
        return known;
    }

    private Map<Long, Counted> recounted(Map<Long, Counted> known, Set<Long> nodes, Set<Long> deployments) {
        try {
            return db.read(sql -> {
                deployments.addAll(store.onNodes(sql, nodes));
                Map<Long, Counted> next = new HashMap<>(known);
                next.keySet().removeAll(deployments);
                next.putAll(store.count(sql, deployments));
                return Map.copyOf(next);
            });
        } catch (RuntimeException e) {
            stale.addAll(deployments);
            staleNodes.addAll(nodes);
            throw e;
        }
    }

    private static Set<Long> taken(Set<Long> noted) {
        Set<Long> taken = new HashSet<>(noted);
        noted.removeAll(taken);
        return taken;
    }
}
