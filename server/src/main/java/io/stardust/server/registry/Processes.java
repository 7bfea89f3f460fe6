package io.stardust.server.registry;

import io.stardust.server.node.Node;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds what a process of a placement has registered, by its agent or itself. Thread-safe. */
final class Processes {
    private final Registry registry;
    private final PlacedApps placed;

    Processes(Registry registry, PlacedApps placed) {
        this.registry = registry;
        this.placed = placed;
    }

    /** @param run null: the one that is offered, whatever its name */
    List<Tenure> of(Node node, long placementId, @Nullable String run) {
        List<Tenure> found = new ArrayList<>(registry.owned().of(Owned.placement(placementId)));
        if (run != null) {
            found.removeIf(tenure -> tenure.run != null && !run.equals(tenure.run)); // of the next run already
            found.addAll(registry.owned().ofRun(run));
        }
        return new HashSet<>(found)
                .stream().filter(tenure -> isOf(node, placementId, tenure)).toList();
    }

    private boolean isOf(Node node, long placementId, Tenure tenure) {
        @Nullable Provider provider = tenure.book.find(tenure.id);
        if (provider == null) return false;
        @Nullable Long nodeId = provider.said.nodeId();
        if (nodeId != null) return nodeId == node.id();
        return placed.find(node, placementId)
                .filter(of -> of.appId() == provider.said.appId())
                .isPresent();
    }
}
