package io.stardust.server.history;

import io.stardust.server.db.Database;
import io.stardust.server.db.Expiry;
import io.stardust.server.db.Visible;
import io.stardust.server.deploy.DeploymentStore;
import io.stardust.server.deploy.ObservedStore;
import io.stardust.server.deploy.PlacementStore;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/** Reads the steps that were taken. Thread-safe. */
public final class History {
    private final Database db;
    private final DeploymentStore deployments = new DeploymentStore();
    private final PlacementStore placements = new PlacementStore();
    private final HistoryStore store = new HistoryStore();

    public History(Database db) {
        this.db = db;
    }

    /** Steps go when they are old, and what belonged to placements that are gone. */
    public static void keep(Expiry expiry, Supplier<Duration> steps) {
        expiry.keep("steps", steps, HistoryStore::expire);
        expiry.keep("leftovers of placements", steps, (sql, _, limit) -> ObservedStore.forgetOrphans(sql, limit));
    }

    public List<Step> ofDeployment(Visible visible, long id, long cursor, int limit) {
        return db.read(sql -> {
            deployments.require(sql, visible, id);
            return store.ofDeployment(sql, id, cursor, limit);
        });
    }

    public List<Step> ofPlacement(Visible visible, long id, long cursor, int limit) {
        return db.read(sql -> {
            placements.require(sql, visible, id);
            return store.ofPlacement(sql, id, cursor, limit);
        });
    }
}
