package io.stardust.server.fetch;

import java.util.HashMap;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** Why agents cannot be told of placements, in the database. Stateless; every method runs on the handle it is given. */
final class UntoldStore {
    /** What is kept of a node, by placement. */
    Map<Long, String> ofNode(Handle sql, long nodeId) {
        String select = """
                select u.placement_id, u.reason
                from untold u
                join placement p on p.id = u.placement_id
                where p.node_id = :node
                """;
        Map<Long, String> kept = new HashMap<>();
        sql.createQuery(select)
                .bind("node", nodeId)
                .map((row, _) -> kept.put(row.getLong("placement_id"), row.getString("reason")))
                .list();
        return kept;
    }

    void delete(Handle sql, long placementId) {
        sql.execute("delete from untold where placement_id = ?", placementId);
    }

    void insert(Handle sql, long placementId, String reason, long now) {
        sql.createUpdate("insert into untold (placement_id, reason, since) values (:id, :reason, :now)")
                .bind("id", placementId)
                .bind("reason", reason)
                .bind("now", now)
                .execute();
    }
}
