package io.stardust.server.fetch;

import io.stardust.server.change.Changes;
import io.stardust.server.change.Changes.Tx;
import io.stardust.server.db.Visible;
import io.stardust.server.deploy.Placement;
import io.stardust.server.deploy.PlacementStore;
import io.stardust.server.deploy.Told;
import io.stardust.server.node.Node;
import io.stardust.server.report.Observations;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps, where people look, why the agent of a node cannot be told of placements there. The rollout that such a
 * placement is part of fails at once. Thread-safe.
 */
final class Untold {
    private static final Logger LOG = LoggerFactory.getLogger(Untold.class);

    private final Changes changes;
    private final Observations observations;
    private final PlacementStore placements = new PlacementStore();
    private final UntoldStore store = new UntoldStore();

    Untold(Changes changes, Observations observations) {
        this.changes = changes;
        this.observations = observations;
    }

    /** What is kept of a node, by placement. */
    Map<Long, String> kept(Handle sql, long nodeId) {
        return store.ofNode(sql, nodeId);
    }

    /**
     * Keeps what is new.
     *
     * @param kept what is kept up to now
     * @param judged the placements that were looked at
     * @param reasons why the agent cannot be told, of those where it cannot
     */
    void keep(Node node, Map<Long, String> kept, List<Placement> judged, Map<Long, String> reasons) {
        List<Long> changed = judged.stream()
                .map(Placement::id)
                .filter(id -> !Objects.equals(kept.get(id), reasons.get(id)))
                .toList();
        if (changed.isEmpty()) return;
        changes.write(node.actor(), tx -> {
            for (long id : changed) keep(tx, node, id, reasons.get(id));
            return null;
        });
    }

    private void keep(Tx tx, Node node, long id, @Nullable String reason) {
        Optional<Placement> placement = placements.find(tx.sql(), Visible.everything(), id);
        if (placement.isEmpty()) return;
        store.delete(tx.sql(), id);
        observations.tell(tx, placement.get());
        if (reason == null) return;
        long now = tx.now().toEpochMilli();
        store.insert(tx.sql(), id, reason, now);
        @Nullable Long release = placement.get().releaseId();
        observations.add(
                tx,
                node,
                placement.get(),
                placement.get().rolloutId(),
                release == null ? 0 : release,
                "failed",
                now,
                0,
                new Told(reason, null));
        LOG.warn("node {}: its agent cannot be told of placement {}: {}", node.name(), id, reason);
    }
}
