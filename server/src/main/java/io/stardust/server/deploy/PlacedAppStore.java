package io.stardust.server.deploy;

import io.stardust.server.db.Database;
import io.stardust.server.instance.PlacedApps;
import java.util.List;
import java.util.Optional;

/**
 * Finds the placement of a running process by {@code service@node}, as our agents name it. Thread-safe. An agent calls
 * its node by a name of its own settings; where people have given it another, the only placement of that service and
 * app is meant.
 */
public final class PlacedAppStore implements PlacedApps {
    private final Database db;

    public PlacedAppStore(Database db) {
        this.db = db;
    }

    @Override
    public Optional<Place> find(long appId, String called) {
        int at = called.indexOf('@');
        if (at <= 0) return Optional.empty();
        String node = called.substring(at + 1);
        List<Place> found = db.read(sql -> sql.createQuery("""
                        select p.id, p.node_id, n.name
                        from placement p
                        join deployment d on d.id = p.deployment_id
                        join node n on n.id = p.node_id
                        where d.app_id = :app and p.deploy_name = :service
                        order by case when n.name = :node then 0 else 1 end, p.id
                        limit 2
                        """)
                .bind("app", appId)
                .bind("service", called.substring(0, at))
                .bind("node", node)
                .map((row, _) -> new Place(row.getLong("id"), row.getLong("node_id"), row.getString("name")))
                .list());
        boolean sure = found.size() == 1
                || (!found.isEmpty() && found.getFirst().node().equals(node));
        return sure ? Optional.of(found.getFirst()) : Optional.empty();
    }
}
