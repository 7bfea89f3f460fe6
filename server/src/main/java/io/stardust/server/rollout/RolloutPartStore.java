package io.stardust.server.rollout;

import io.stardust.protocol.deploy.PlacementState;
import io.stardust.protocol.reason.Code;
import io.stardust.protocol.reason.Reason;
import io.stardust.server.db.Rows;
import io.stardust.server.deploy.Told;
import io.stardust.server.rollout.Gate.Parts;
import java.lang.invoke.MethodHandles;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/** The parts of one rollout in the database, for who leads it. Stateless; runs on the handle it is given. */
final class RolloutPartStore {
    private static final Rows<RolloutPlacement> PLACEMENT = Rows.of(MethodHandles.lookup(), RolloutPlacement.class);
    private static final String SELECT = """
            select rp.rollout_id, rp.placement_id, rp.node_id, rp.node_name, rp.release_id, rp.version, rp.revision,
                rp.state, rp.reason, rp.updated_at, rp.batch, rp.begin_at, rp.due_at, rp.from_release_id, rp.from_state,
                rp.undone_by, rp.why
            from rollout_placement rp
            """;
    private static final String UNWELL = """
            from rollout_placement rp
            join observed o on o.placement_id = rp.placement_id
            where rp.rollout_id = :rollout and rp.state = 'READY' and o.release_id = rp.release_id
                and o.state in ('FAILED', 'GAVE_UP', 'BACK_OFF', 'UNHEALTHY')
            """;

    /** How they stand. */
    Parts look(Handle sql, long rolloutId, long now) {
        String select = """
                select
                    coalesce(sum(case when state = 'PLANNED' and begin_at = 0 then 1 else 0 end), 0) as planned,
                    coalesce(min(case when state = 'PLANNED' and begin_at = 0 then batch end), 0) as next_batch,
                    coalesce(sum(case when state = 'PLANNED' and begin_at > 0 then 1 else 0 end), 0) as delayed,
                    coalesce(min(case when state = 'PLANNED' and begin_at > 0 then begin_at end), 0) as next_begin,
                    coalesce(sum(case when state in ('QUEUED', 'WORKING') and due_at > :now then 1 else 0 end), 0)
                        as in_time,
                    coalesce(min(case when state in ('QUEUED', 'WORKING') and due_at > 0 then due_at end), 0)
                        as next_due,
                    coalesce(sum(case when state in ('QUEUED', 'WORKING') and due_at > 0 and due_at <= :now then 1
                        else 0 end), 0) as overdue,
                    coalesce(sum(case when state in ('QUEUED', 'WORKING') and due_at = 0 then 1 else 0 end), 0) as late,
                    coalesce(sum(case when state = 'FAILED' then 1 else 0 end), 0) as failed,
                    coalesce(sum(case when state = 'READY' then 1 else 0 end), 0) as ready,
                    coalesce(sum(case when state = 'SUPERSEDED' then 1 else 0 end), 0) as superseded
                from rollout_placement
                where rollout_id = :rollout
                """;
        return sql.createQuery(select)
                .bind("rollout", rolloutId)
                .bind("now", now)
                .map((row, _) -> {
                    boolean toCome = row.getInt("planned") + row.getInt("delayed") > 0;
                    return new Parts(
                            row.getInt("planned"),
                            row.getInt("next_batch"),
                            row.getInt("delayed"),
                            row.getLong("next_begin"),
                            row.getInt("in_time"),
                            row.getLong("next_due"),
                            row.getInt("overdue"),
                            row.getInt("late"),
                            row.getInt("failed"),
                            row.getInt("ready"),
                            row.getInt("superseded"),
                            toCome && row.getInt("ready") > 0 ? unwell(sql, rolloutId) : 0);
                })
                .one();
    }

    /** Ready ones that are not well any more: what people would call a bad release while more of it is to come. */
    private static int unwell(Handle sql, long rolloutId) {
        return sql.createQuery("select count(*) " + UNWELL)
                .bind("rollout", rolloutId)
                .mapTo(Integer.class)
                .one();
    }

    /** Why, in words: the first of what failed or is not well, at most {@code limit}. */
    List<Reason> troubles(Handle sql, long rolloutId, int limit) {
        String failed = """
                select node_name, reason, why
                from rollout_placement
                where rollout_id = :rollout and state = 'FAILED'
                order by updated_at
                limit :limit
                """;
        List<Reason> troubles = new ArrayList<>(sql.createQuery(failed)
                .bind("rollout", rolloutId)
                .bind("limit", limit)
                .map((row, _) -> {
                    @Nullable Told why = Told.kept(row.getString("reason"), row.getString("why"));
                    return trouble(row, why == null ? Reason.of(Code.FAILED) : why.reason());
                })
                .list());
        String unwell =
                "select rp.node_name, o.state, o.reason, o.why " + UNWELL + " order by rp.placement_id limit :limit";
        sql.createQuery(unwell)
                .bind("rollout", rolloutId)
                .bind("limit", limit)
                .map((row, _) -> trouble(row, unwell(row).reason()))
                .forEach(troubles::add);
        return troubles.subList(0, Math.min(limit, troubles.size()));
    }

    private static Reason trouble(ResultSet row, Reason why) throws SQLException {
        return why.in(Code.ON_NODE, "node", row.getString("node_name"));
    }

    /** The planned ones of a batch, with the delay of each placement in {@code delays} by their order. */
    List<Waiting> batch(Handle sql, long rolloutId, int batch) {
        String select = SELECT.replace(
                        "from rollout_placement rp",
                        ", coalesce(p.delay_seconds, 0) as delay_seconds "
                                + "from rollout_placement rp left join placement p on p.id = rp.placement_id")
                + "where rp.rollout_id = :rollout and rp.batch = :batch and rp.state = 'PLANNED' "
                + "order by rp.placement_id";
        RowMapper<Waiting> waiting = Rows.perQuery(columns -> {
            RowMapper<RolloutPlacement> parts = PLACEMENT.in(columns);
            return (row, context) -> new Waiting(parts.map(row, context), row.getInt("delay_seconds"));
        });
        return sql.createQuery(select)
                .bind("rollout", rolloutId)
                .bind("batch", batch)
                .map(waiting)
                .list();
    }

    /** A planned part and how long its placement waits within its batch, in seconds. */
    record Waiting(RolloutPlacement part, int delay) {}

    /** Those whose delay is over. */
    List<RolloutPlacement> dueToBegin(Handle sql, long rolloutId, long now) {
        String select = SELECT + """
                where rp.rollout_id = :rollout and rp.state = 'PLANNED' and rp.begin_at > 0 and rp.begin_at <= :now
                order by rp.placement_id
                """;
        return sql.createQuery(select)
                .bind("rollout", rolloutId)
                .bind("now", now)
                .map(PLACEMENT)
                .list();
    }

    /** Has them begin later, each at its own time. */
    void delay(Handle sql, List<Waiting> waiting, long now) {
        if (waiting.isEmpty()) return;
        PreparedBatch batch = sql.prepareBatch("update rollout_placement set begin_at = :at, updated_at = :now "
                + "where rollout_id = :rollout and placement_id = :placement");
        for (Waiting one : waiting) {
            batch.bind("at", now + one.delay() * 1_000L)
                    .bind("now", now)
                    .bind("rollout", one.part().rolloutId())
                    .bind("placement", one.part().placementId())
                    .add();
        }
        batch.execute();
    }

    /** What is out of time has failed, for the reason that the agent gave last. */
    void expire(Handle sql, long rolloutId, int seconds, long now) {
        String due = """
                select rp.placement_id, rp.node_name, coalesce(s.online, :no) as online, o.state as seen,
                    coalesce(o.revision >= rp.revision or o.release_id = rp.release_id, :no) as begun, o.reason as why_text,
                    o.why
                from rollout_placement rp
                left join node_seen s on s.node_id = rp.node_id
                left join observed o on o.placement_id = rp.placement_id
                where rp.rollout_id = :rollout and rp.due_at > 0 and rp.due_at <= :now
                    and rp.state in ('QUEUED', 'WORKING')
                """;
        PreparedBatch fail =
                sql.prepareBatch("update rollout_placement set state = 'FAILED', reason = :text, why = :why, "
                        + "updated_at = :now where rollout_id = :rollout and placement_id = :placement");
        sql.createQuery(due)
                .bind("no", false)
                .bind("rollout", rolloutId)
                .bind("now", now)
                .map((row, _) -> fail.bindMethods(Told.of(late(row).in(Code.NOT_READY_WITHIN, "limit", seconds)))
                        .bind("now", now)
                        .bind("rollout", rolloutId)
                        .bind("placement", row.getLong("placement_id"))
                        .add())
                .list();
        if (fail.size() > 0) fail.execute();
        sql.createUpdate("update rollout_placement set due_at = 0 "
                        + "where rollout_id = :rollout and due_at > 0 and due_at <= :now")
                .bind("rollout", rolloutId)
                .bind("now", now)
                .execute();
    }

    private static Reason late(ResultSet row) throws SQLException {
        if (!row.getBoolean("online")) return RolloutNode.away(row.getString("node_name"));
        @Nullable String state = row.getString("seen");
        boolean begun = row.getBoolean("begun");
        @Nullable Told said = Told.kept(row.getString("why_text"), row.getString("why"));
        if (said != null && begun) return said.reason();
        if (state == null || !begun) {
            return said == null ? Reason.of(Code.NOT_BEGUN) : said.reason().in(Code.NOT_BEGUN_SAID);
        }
        return Reason.of(Code.IS_STATE, "state", PlacementState.valueOf(state).wire());
    }

    /** What was ready and is not well any more has failed, now that the rollout is undone for it. */
    void spoil(Handle sql, long rolloutId, long now) {
        PreparedBatch fail =
                sql.prepareBatch("update rollout_placement set state = 'FAILED', reason = :text, why = :why, "
                        + "updated_at = :now where rollout_id = :rollout and placement_id = :placement");
        sql.createQuery("select rp.placement_id, o.state, o.reason, o.why " + UNWELL)
                .bind("rollout", rolloutId)
                .map((row, _) -> fail.bindMethods(unwell(row))
                        .bind("now", now)
                        .bind("rollout", rolloutId)
                        .bind("placement", row.getLong("placement_id"))
                        .add())
                .list();
        if (fail.size() > 0) fail.execute();
    }

    private static Told unwell(ResultSet row) throws SQLException {
        String state = PlacementState.valueOf(row.getString("state")).wire();
        @Nullable Told said = Told.kept(row.getString("reason"), row.getString("why"));
        if (said == null) return Told.of(Code.WAS_READY, "state", state);
        return Told.of(said.reason().in(Code.WAS_READY_SAID, "state", state));
    }

    /** What has not begun never begins. */
    void drop(Handle sql, long rolloutId, Told told, long now) {
        String update = """
                update rollout_placement
                set state = 'SUPERSEDED', reason = :text, why = :why, updated_at = :now
                where rollout_id = :rollout and state = 'PLANNED'
                """;
        sql.createUpdate(update)
                .bind("rollout", rolloutId)
                .bindMethods(told)
                .bind("now", now)
                .execute();
    }

    /**
     * Drops what other rollouts under way have still planned for the placements of this one, which has begun after
     * them; those that wait for their time are left alone.
     */
    void outdate(Handle sql, long rolloutId, long now) {
        String others = """
                state = 'PLANNED' and rollout_id <> :rollout
                    and placement_id in (select mine.placement_id from rollout_placement mine
                        where mine.rollout_id = :rollout)
                    and rollout_id not in (select r.id from rollout r where r.status = 'SCHEDULED')
                """;
        List<Long> whose = sql.createQuery("select distinct rollout_id from rollout_placement where " + others)
                .bind("rollout", rolloutId)
                .mapTo(Long.class)
                .list();
        if (whose.isEmpty()) return;
        sql.createUpdate("update rollout_placement set state = 'SUPERSEDED', reason = :text, why = :why, "
                        + "updated_at = :now where " + others)
                .bindMethods(Told.of(Code.CAME_AFTER, "rollout", rolloutId))
                .bind("rollout", rolloutId)
                .bind("now", now)
                .execute();
        sql.createUpdate("update rollout set wake_at = :now where id in ("
                        + whose.stream().map(String::valueOf).collect(Collectors.joining(",")) + ")")
                .bind("now", now)
                .execute();
    }

    /** Takes what is wanted before as of now: a scheduled rollout was planned some time ago. */
    void rebase(Handle sql, long rolloutId) {
        String update = """
                update rollout_placement
                set from_release_id = (select p.release_id from placement p where p.id = rollout_placement.placement_id),
                    from_state = (select p.state from placement p where p.id = rollout_placement.placement_id)
                where rollout_id = :rollout
                """;
        sql.createUpdate(update).bind("rollout", rolloutId).execute();
    }
}
