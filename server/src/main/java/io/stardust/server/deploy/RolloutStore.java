package io.stardust.server.deploy;

import io.stardust.protocol.deploy.PlacementState;
import io.stardust.server.db.Rows;
import io.stardust.server.db.Visible;
import io.stardust.server.deploy.RolloutGlance.Counted;
import io.stardust.server.deploy.RolloutPlacement.Progress;
import io.stardust.server.deploy.RolloutView.Seen;
import java.lang.invoke.MethodHandles;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jspecify.annotations.Nullable;

/** Rollouts in the database. Stateless; every method runs on the handle it is given. */
final class RolloutStore {
    private static final RowMapper<Rollout> ROLLOUT = Rows.of(MethodHandles.lookup(), Rollout.class);
    private static final RowMapper<RolloutPlacement> PLACEMENT =
            Rows.of(MethodHandles.lookup(), RolloutPlacement.class);
    private static final String SELECT = """
            select r.id, r.deployment_id, r.kind, r.release_id, r.version, r.from_release_id, r.created_by,
                r.created_at
            from rollout r
            join deployment d on d.id = r.deployment_id
            """;
    private static final String SELECT_PLACEMENT = """
            select rollout_id, placement_id, node_id, node_name, release_id, version, revision, state, reason,
                updated_at
            from rollout_placement
            """;

    void insert(Handle sql, Rollout rollout) {
        String insert = """
                insert into rollout (id, deployment_id, kind, release_id, version, from_release_id, created_by,
                    created_at)
                values (:id, :deploymentId, :kind, :releaseId, :version, :fromReleaseId, :createdBy, :createdAt)
                """;
        sql.createUpdate(insert).bindMethods(rollout).execute();
    }

    void insert(Handle sql, RolloutPlacement placement) {
        String insert = """
                insert into rollout_placement (rollout_id, placement_id, node_id, node_name, release_id, version,
                    revision, state, reason, updated_at)
                values (:rolloutId, :placementId, :nodeId, :nodeName, :releaseId, :version, :revision, :state,
                    :reason, :updatedAt)
                """;
        sql.createUpdate(insert).bindMethods(placement).execute();
    }

    void update(Handle sql, RolloutPlacement placement) {
        String update = """
                update rollout_placement
                set state = :state, reason = :reason, updated_at = :updatedAt
                where rollout_id = :rolloutId and placement_id = :placementId
                """;
        sql.createUpdate(update).bindMethods(placement).execute();
    }

    /** Closes whatever is still open for a placement, since something newer took it over. */
    void supersede(Handle sql, long placementId, String reason, long now) {
        String update = """
                update rollout_placement
                set state = 'SUPERSEDED', reason = :reason, updated_at = :now
                where placement_id = :placement and state in ('QUEUED', 'WORKING', 'FAILED')
                """;
        sql.createUpdate(update)
                .bind("placement", placementId)
                .bind("reason", reason)
                .bind("now", now)
                .execute();
    }

    Optional<Rollout> find(Handle sql, Visible visible, long id) {
        return sql.createQuery(SELECT + "where r.id = :id and " + visible.on("d.project_id"))
                .bind("id", id)
                .map(ROLLOUT)
                .findOne();
    }

    /**
     * Newest first, older than {@code cursor} (0: from the newest), one more than {@code limit} when there are more.
     */
    List<Rollout> list(Handle sql, long deploymentId, long cursor, int limit) {
        String select = SELECT + """
                where r.deployment_id = :deployment and (:cursor = 0 or r.id < :cursor)
                order by r.id desc
                limit :limit
                """;
        return sql.createQuery(select)
                .bind("deployment", deploymentId)
                .bind("cursor", cursor)
                .bind("limit", limit + 1)
                .map(ROLLOUT)
                .list();
    }

    List<RolloutPlacement> placements(Handle sql, long rolloutId) {
        return sql.createQuery(SELECT_PLACEMENT + "where rollout_id = :rollout order by placement_id")
                .bind("rollout", rolloutId)
                .map(PLACEMENT)
                .list();
    }

    /** How many placements of each rollout stand where; nothing of a rollout without any. */
    Map<Long, Counted> counts(Handle sql, List<Long> rollouts) {
        Map<Long, Counted> counts = new HashMap<>();
        if (rollouts.isEmpty()) return counts;
        String select = """
                select rollout_id, state, count(*) as placements, max(updated_at) as moved_at
                from rollout_placement
                where rollout_id in (<rollouts>)
                group by rollout_id, state
                """;
        sql.createQuery(select)
                .bindList("rollouts", rollouts)
                .map((row, _) -> {
                    Counted counted = counts.computeIfAbsent(row.getLong("rollout_id"), _ -> new Counted());
                    counted.add(
                            Progress.valueOf(row.getString("state")),
                            row.getInt("placements"),
                            row.getLong("moved_at"));
                    return counted;
                })
                .list();
        return counts;
    }

    /** What was last seen of the placements that are still there. */
    Map<Long, Seen> seen(Handle sql, long rolloutId) {
        String select = """
                select o.placement_id, o.state, o.reason, o.exit_code
                from rollout_placement rp
                join observed o on o.placement_id = rp.placement_id
                where rp.rollout_id = :rollout
                """;
        Map<Long, Seen> seen = new HashMap<>();
        sql.createQuery(select)
                .bind("rollout", rolloutId)
                .map((row, _) -> {
                    int code = row.getInt("exit_code");
                    @Nullable Integer exitCode = row.wasNull() ? null : code;
                    String state =
                            PlacementState.valueOf(row.getString("state")).wire();
                    return seen.put(row.getLong("placement_id"), new Seen(state, row.getString("reason"), exitCode));
                })
                .list();
        return seen;
    }

    Optional<RolloutPlacement> placement(Handle sql, long rolloutId, long placementId) {
        return sql.createQuery(SELECT_PLACEMENT + "where rollout_id = :rollout and placement_id = :placement")
                .bind("rollout", rolloutId)
                .bind("placement", placementId)
                .map(PLACEMENT)
                .findOne();
    }

    /** What a placement was moved to, newest first: where a rollback looks. */
    List<RolloutPlacement> past(Handle sql, long placementId, int limit) {
        String select = SELECT_PLACEMENT + "where placement_id = :placement order by rollout_id desc limit :limit";
        return sql.createQuery(select)
                .bind("placement", placementId)
                .bind("limit", limit)
                .map(PLACEMENT)
                .list();
    }
}
