package io.stardust.server.deploy;

import io.stardust.server.db.Database;
import io.stardust.server.db.Visible;
import java.util.List;

/** Reads the steps that were taken. Thread-safe. */
public final class History {
    private final Database db;
    private final DeploymentStore deployments = new DeploymentStore();
    private final PlacementStore placements = new PlacementStore();
    private final HistoryStore store = new HistoryStore();

    public History(Database db) {
        this.db = db;
    }

    List<Step> ofDeployment(Visible visible, long id, long cursor, int limit) {
        return db.read(sql -> {
            deployments.require(sql, visible, id);
            return store.ofDeployment(sql, id, cursor, limit);
        });
    }

    List<Step> ofPlacement(Visible visible, long id, long cursor, int limit) {
        return db.read(sql -> {
            placements.require(sql, visible, id);
            return store.ofPlacement(sql, id, cursor, limit);
        });
    }
}
