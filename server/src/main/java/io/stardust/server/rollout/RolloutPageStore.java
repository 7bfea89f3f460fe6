package io.stardust.server.rollout;

import io.stardust.api.rollout.RolloutView.Part;
import io.stardust.api.rollout.RolloutView.Seen;
import io.stardust.protocol.deploy.PlacementState;
import io.stardust.server.deploy.Told;
import io.stardust.server.http.Reasons;
import io.stardust.server.rollout.RolloutPlacement.Progress;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The parts of rollouts as people see them, in the database. Stateless; runs on the handle it is given. */
final class RolloutPageStore {
    /** Those of a state, by placement behind {@code after}, without their steps; {@code batch}: -1 = whichever. */
    List<Part> parts(Handle sql, long rolloutId, Progress state, int batch, long after, int limit) {
        String select = """
                select rp.placement_id, rp.node_id, rp.node_name, rp.release_id, rp.version, rp.from_release_id,
                    fr.version as from_version, rp.batch, rp.state, rp.reason, rp.why, rp.updated_at, rp.undone_by,
                    coalesce(s.online, :no) as online, o.state as seen, o.reason as seen_reason, o.why as seen_why, o.exit_code, rp.output
                from rollout_placement rp
                left join release fr on fr.id = rp.from_release_id
                left join node_seen s on s.node_id = rp.node_id
                left join observed o on o.placement_id = rp.placement_id
                where rp.rollout_id = :rollout and rp.state = :state and rp.placement_id > :after%s
                order by rp.placement_id
                limit :limit
                """.formatted(batch < 0 ? "" : " and rp.batch = :batch");
        var query = sql.createQuery(select)
                .bind("no", false)
                .bind("rollout", rolloutId)
                .bind("state", state)
                .bind("after", after)
                .bind("limit", limit);
        if (batch >= 0) query.bind("batch", batch);
        return query.map((row, _) -> part(row, state)).list();
    }

    private static Part part(ResultSet row, Progress state) throws SQLException {
        boolean online = row.getBoolean("online");
        String node = row.getString("node_name");
        @Nullable Told told = Told.kept(row.getString("reason"), row.getString("why"));
        boolean waits = state == Progress.QUEUED || state == Progress.WORKING;
        if (waits && !online) told = Told.of(RolloutNode.away(node));
        return new Part(
                row.getLong("placement_id"),
                row.getLong("node_id"),
                node,
                row.getLong("release_id"),
                row.getString("version"),
                number(row, "from_release_id"),
                row.getString("from_version"),
                row.getInt("batch"),
                state.wire(),
                Told.textOf(told),
                row.getLong("updated_at"),
                number(row, "undone_by"),
                online,
                List.of(),
                seen(row, state == Progress.FAILED),
                Reasons.read(Told.whyOf(told)),
                List.of());
    }

    /** What the processes of a placement are called within their app: {@code service@} and the node. */
    record Running(long appId, String service, long nodeId) {}

    /** By placement; nothing of those that are gone. */
    Map<Long, Running> processes(Handle sql, List<Long> placements) {
        Map<Long, Running> found = new HashMap<>();
        if (placements.isEmpty()) return found;
        sql.createQuery("""
                        select p.id, d.app_id, p.deploy_name, p.node_id
                        from placement p
                        join deployment d on d.id = p.deployment_id
                        where p.id in (<placements>)
                        """)
                .bindList("placements", placements)
                .map((row, _) -> found.put(
                        row.getLong("id"),
                        new Running(row.getLong("app_id"), row.getString("deploy_name"), row.getLong("node_id"))))
                .list();
        return found;
    }

    private static @Nullable Seen seen(ResultSet row, boolean output) throws SQLException {
        @Nullable String state = row.getString("seen");
        if (state == null) return null;
        @Nullable Long exit = number(row, "exit_code");
        return new Seen(
                PlacementState.valueOf(state).wire(),
                row.getString("seen_reason"),
                exit == null ? null : Math.toIntExact(exit),
                output ? row.getString("output") : null,
                Reasons.read(row.getString("seen_why")));
    }

    private static @Nullable Long number(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : value;
    }
}
