package io.stardust.server.node;

import io.stardust.protocol.Json;
import io.stardust.protocol.deploy.LocalService;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/** What agents run by files of their own, in the database. Stateless; every method runs on the handle it is given. */
public final class LocalServiceStore {
    /**
     * One as it was last told, and the placement of the same name on that node.
     *
     * @param placementId null = there is none
     * @param released true when that placement is to run a release
     */
    public record Kept(LocalService service, @Nullable Long placementId, boolean released, long reportedAt) {}

    /** Keeps the services of a node, by name, in place of those before. */
    public void replace(Handle sql, long nodeId, Map<String, LocalService> services, long now) {
        sql.createUpdate("delete from node_local_service where node_id = :node")
                .bind("node", nodeId)
                .execute();
        if (services.isEmpty()) return;
        PreparedBatch batch = sql.prepareBatch("""
                insert into node_local_service (node_id, name, service, reported_at)
                values (:node, :name, :service, :now)
                """);
        services.forEach((name, service) -> batch.bind("node", nodeId)
                .bind("name", name)
                .bind("service", Json.WIRE.text(service))
                .bind("now", now)
                .add());
        batch.execute();
    }

    public Optional<LocalService> find(Handle sql, long nodeId, String name) {
        return sql.createQuery("select service from node_local_service where node_id = :node and name = :name")
                .bind("node", nodeId)
                .bind("name", name)
                .map((row, _) -> service(row))
                .findOne();
    }

    public List<LocalService> ofNode(Handle sql, long nodeId) {
        return sql.createQuery("select service from node_local_service where node_id = :node")
                .bind("node", nodeId)
                .map((row, _) -> service(row))
                .list();
    }

    /** As {@link #ofNode}, by name, with what is placed there. */
    public List<Kept> kept(Handle sql, long nodeId) {
        String select = """
                select s.service, s.reported_at, p.id as placement, p.release_id as release
                from node_local_service s
                left join placement p on p.node_id = s.node_id and p.deploy_name = s.name
                where s.node_id = :node
                order by s.name
                """;
        return sql.createQuery(select)
                .bind("node", nodeId)
                .map((row, _) -> {
                    long placement = row.getLong("placement");
                    return new Kept(
                            service(row),
                            placement == 0 ? null : Long.valueOf(placement),
                            row.getLong("release") != 0,
                            row.getLong("reported_at"));
                })
                .list();
    }

    private static LocalService service(ResultSet row) throws SQLException {
        return Json.WIRE.read(row.getString("service"), LocalService.class);
    }
}
