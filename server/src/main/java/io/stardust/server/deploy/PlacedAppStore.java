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

    /** @param named its node is the one that was named, be it with the port of a process that stands beside another. */
    private record Found(Place place, boolean named) {}

    @Override
    public Optional<Place> find(long appId, String called) {
        int at = called.indexOf('@');
        if (at <= 0) return Optional.empty();
        String node = called.substring(at + 1);
        List<Found> found = db.read(sql -> sql.createQuery("""
                        select p.id, p.node_id, n.name,
                            case when n.name = :node or n.name || ':' || d.overlap_port = :node then 0 else 1 end as other
                        from placement p
                        join deployment d on d.id = p.deployment_id
                        join node n on n.id = p.node_id
                        where d.app_id = :app and p.deploy_name = :service
                        order by other, p.id
                        limit 2
                        """)
                .bind("app", appId)
                .bind("service", called.substring(0, at))
                .bind("node", node)
                .map((row, _) -> new Found(
                        new Place(row.getLong("id"), row.getLong("node_id"), row.getString("name")),
                        row.getInt("other") == 0))
                .list());
        boolean sure =
                found.size() == 1 || (!found.isEmpty() && found.getFirst().named());
        return sure ? Optional.of(found.getFirst().place()) : Optional.empty();
    }
}
