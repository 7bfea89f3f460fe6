package io.stardust.server.rollout;

import io.stardust.protocol.deploy.PlacementState;
import io.stardust.server.deploy.PlacementNews;
import io.stardust.server.http.Reasons;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Placements and rollouts as those see them who watch. Stateless; runs on the handle it is given. For the program
 * itself, which shows each to those alone who may see its project.
 */
public final class GlanceStore {
    private final RolloutStore rollouts = new RolloutStore();

    /** Those that are there, of {@code ids}. */
    public List<PlacementNews> placements(Handle sql, Collection<Long> ids) {
        if (ids.isEmpty()) return List.of();
        String select = """
                select p.id, p.deployment_id, p.node_id, d.project_id, o.state, o.version, o.exit_code, o.reason, o.why,
                    coalesce(s.online, false) as online
                from placement p
                join deployment d on d.id = p.deployment_id
                left join observed o on o.placement_id = p.id
                left join node_seen s on s.node_id = p.node_id
                where p.id in (%s)
                order by p.id
                """.formatted(list(ids));
        return sql.createQuery(select)
                .map((row, _) -> {
                    @Nullable String state = row.getString("state");
                    return new PlacementNews(
                            row.getLong("id"),
                            row.getLong("deployment_id"),
                            row.getLong("node_id"),
                            row.getLong("project_id"),
                            (state == null ? PlacementState.UNKNOWN : PlacementState.valueOf(state)).wire(),
                            row.getString("version"),
                            row.getBoolean("online"),
                            number(row, "exit_code"),
                            row.getString("reason"),
                            Reasons.read(row.getString("why")));
                })
                .list();
    }

    /** The newest rollouts of placements, which a stop or a removal may have closed. */
    public List<Long> rolloutsOf(Handle sql, Collection<Long> placements) {
        if (placements.isEmpty()) return List.of();
        String select = """
                select distinct rollout_id from rollout_placement where placement_id in (%s) and rollout_id in (
                    select max(rollout_id) from rollout_placement where placement_id in (%s) group by placement_id)
                """.formatted(list(placements), list(placements));
        return sql.createQuery(select).mapTo(Long.class).list();
    }

    /** Those that are there, of {@code ids}. */
    public List<RolloutNews> rollouts(Handle sql, Collection<Long> ids) {
        if (ids.isEmpty()) return List.of();
        Map<Long, Counted> counts = rollouts.counts(sql, List.copyOf(ids));
        Map<Long, Long> projects = new HashMap<>();
        sql.createQuery("select r.id, d.project_id from rollout r join deployment d on d.id = r.deployment_id "
                        + "where r.id in (" + list(ids) + ")")
                .map((row, _) -> projects.put(row.getLong("id"), row.getLong("project_id")))
                .list();
        return rollouts.those(sql, ids).stream()
                .map(rollout -> RolloutNews.of(
                        counts.getOrDefault(rollout.id(), new Counted()).glance(rollout, ""),
                        projects.getOrDefault(rollout.id(), 0L)))
                .toList();
    }

    private static @Nullable Integer number(ResultSet row, String column) throws SQLException {
        int value = row.getInt(column);
        return row.wasNull() ? null : value;
    }

    private static String list(Collection<Long> ids) {
        return ids.stream().map(String::valueOf).collect(Collectors.joining(","));
    }
}
