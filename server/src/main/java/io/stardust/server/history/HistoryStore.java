package io.stardust.server.history;

import io.stardust.server.db.Rows;
import java.lang.invoke.MethodHandles;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Steps in the database. Stateless; every method runs on the handle it is given. */
public final class HistoryStore {
    /** Steps kept of one placement; the oldest go. */
    static final int KEPT = 2_000;

    /** Crashes among them: a placement that crashes for days keeps its history. */
    static final int CRASHES = 200;

    private static final RowMapper<Step> STEP = Rows.of(MethodHandles.lookup(), Step.class);
    private static final String SELECT = """
            select id, deployment_id, placement_id, node_name, rollout_id, release_id, version, step, at, duration_ms,
                detail, why
            from step
            """;

    private static final String INSERT = """
            insert into step (id, deployment_id, placement_id, node_name, rollout_id, release_id, version, step, at,
                duration_ms, detail, why)
            values (:id, :deploymentId, :placementId, :nodeName, :rolloutId, :releaseId, :version, :step, :at,
                :durationMs, :detail, :why)
            on conflict (placement_id, at, step) do nothing
            """;

    /** Adds a step unless the same one (placement, time, name) is there; tells whether it was new. */
    public boolean add(Handle sql, Step step) {
        return sql.createUpdate(INSERT).bindMethods(step).execute() > 0;
    }

    /** Adds new ones, all at once. */
    public void addAll(Handle sql, List<Step> steps) {
        PreparedBatch insert = sql.prepareBatch(INSERT);
        for (Step step : steps) insert.bindMethods(step).add();
        insert.execute();
    }

    /** True when the agent did something for this rollout: it put files in place, or started or stopped a process. */
    public boolean acted(Handle sql, long rollout, long placement) {
        String select = """
                select 1 from step
                where placement_id = :placement and rollout_id = :rollout and step in ('unpacked', 'started', 'stopped')
                limit 1
                """;
        return sql.createQuery(select)
                .bind("placement", placement)
                .bind("rollout", rollout)
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }

    /** The last step of that name that was told before {@code one}, of the same placement under the same rollout. */
    public Optional<Step> before(Handle sql, Step one, String step) {
        String last = SELECT + """
                where placement_id = :placement and rollout_id = :rollout and step = :step and id < :id
                order by id desc
                limit 1
                """;
        return sql.createQuery(last)
                .bind("placement", one.placementId())
                .bind("rollout", one.rolloutId())
                .bind("id", one.id())
                .bind("step", step)
                .map(STEP)
                .findOne();
    }

    /** Removes the oldest steps of a placement beyond {@link #KEPT}, and crashes beyond {@link #CRASHES}. */
    public void trim(Handle sql, long placementId) {
        trim(sql, placementId, "", KEPT);
        trim(sql, placementId, " and step = 'crashed'", CRASHES);
    }

    private static void trim(Handle sql, long placementId, String which, int kept) {
        String delete = """
                delete from step
                where placement_id = :placement%1$s and id <= (
                    select coalesce(max(id), 0) from (
                        select id from step where placement_id = :placement%1$s order by id desc limit 1 offset :kept
                    ) as old)
                """.formatted(which);
        sql.createUpdate(delete)
                .bind("placement", placementId)
                .bind("kept", kept)
                .execute();
    }

    /** Deletes the oldest steps, whoever told them. */
    static int expire(Handle sql, long before, int limit) {
        String delete = """
                delete from step where id in (select id from step where at < :before order by at limit :limit)
                """;
        return sql.createUpdate(delete)
                .bind("before", before)
                .bind("limit", limit)
                .execute();
    }

    /**
     * Newest first, older than {@code cursor} (0: from the newest), one more than {@code limit} when there are more.
     */
    List<Step> ofDeployment(Handle sql, long deploymentId, long cursor, int limit) {
        return list(sql, "deployment_id", deploymentId, cursor, limit);
    }

    /** As {@link #ofDeployment}, of one placement. */
    List<Step> ofPlacement(Handle sql, long placementId, long cursor, int limit) {
        return list(sql, "placement_id", placementId, cursor, limit);
    }

    private static List<Step> list(Handle sql, String column, long id, long cursor, int limit) {
        String select = SELECT + """
                where %s = :id and (:cursor = 0 or id < :cursor)
                order by id desc
                limit :limit
                """.formatted(column);
        return sql.createQuery(select)
                .bind("id", id)
                .bind("cursor", cursor)
                .bind("limit", limit + 1)
                .map(STEP)
                .list();
    }

    /** The steps reported under a rollout of these placements, in the order they were told. */
    public List<Step> ofRollout(Handle sql, long rolloutId, List<Long> placements) {
        return sql.createQuery(SELECT + "where rollout_id = :rollout and placement_id in (<placements>) order by id")
                .bind("rollout", rolloutId)
                .bindList("placements", placements)
                .map(STEP)
                .list();
    }
}
