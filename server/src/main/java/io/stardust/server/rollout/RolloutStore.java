package io.stardust.server.rollout;

import io.stardust.protocol.reason.Code;
import io.stardust.server.app.AppFilter;
import io.stardust.server.db.Between;
import io.stardust.server.db.Rows;
import io.stardust.server.db.Visible;
import io.stardust.server.deploy.Told;
import io.stardust.server.rollout.Rollout.Course;
import io.stardust.server.rollout.Rollout.Status;
import io.stardust.server.rollout.Rollout.Strategy;
import io.stardust.server.rollout.RolloutPlacement.Progress;
import java.lang.invoke.MethodHandles;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/** Rollouts in the database. Stateless; every method runs on the handle it is given. */
public final class RolloutStore {
    private static final int OUTPUT = 1_000; // characters

    private static final Rows<Strategy> PACE = Rows.of(MethodHandles.lookup(), Strategy.class);
    private static final Rows<Course> COURSE = Rows.of(MethodHandles.lookup(), Course.class);
    private static final RowMapper<RolloutPlacement> PLACEMENT =
            Rows.of(MethodHandles.lookup(), RolloutPlacement.class);
    private static final String SELECT = """
            select r.id, r.deployment_id, r.kind, r.release_id, r.version, r.from_release_id, r.created_by,
                r.created_at, r.batch, r.canary, r.pause_seconds, r.pause_after_canary, r.weight, r.ramp_seconds, r.on_failure,
                r.max_failures, r.health_seconds, r.start_at, r.again, r.status, r.current_batch, r.batches, r.next_batch_at, r.paused_why,
                r.forgiven, r.reverted_by, r.reverts, r.wake_at, r.moved_at, r.paused_by, d.name as deployment_name
            from rollout r
            join deployment d on d.id = r.deployment_id
            """;
    private static final String BEGAN = "(case when r.start_at > r.created_at then r.start_at else r.created_at end)";
    private static final String SELECT_PLACEMENT = """
            select rollout_id, placement_id, node_id, node_name, release_id, version, revision, state, reason,
                updated_at, batch, begin_at, due_at, from_release_id, from_state, undone_by, why
            from rollout_placement
            """;
    private static final RowMapper<Named> ROLLOUT = Rows.perQuery(columns -> {
        RowMapper<Strategy> paces = PACE.in(columns);
        RowMapper<Course> courses = COURSE.in(columns);
        return (row, context) -> {
            long from = row.getLong("from_release_id");
            var rollout = new Rollout(
                    row.getLong("id"),
                    row.getLong("deployment_id"),
                    row.getString("kind"),
                    row.getLong("release_id"),
                    row.getString("version"),
                    from == 0 ? null : from,
                    row.getString("created_by"),
                    row.getLong("created_at"),
                    paces.map(row, context),
                    courses.map(row, context));
            return new Named(rollout, row.getString("deployment_name"));
        };
    });

    /** A rollout and the name of its deployment. */
    record Named(Rollout rollout, String deployment) {}

    void insert(Handle sql, Rollout rollout) {
        String insert = """
                insert into rollout (id, deployment_id, kind, release_id, version, from_release_id, created_by,
                    created_at, batch, canary, pause_seconds, pause_after_canary, weight, ramp_seconds, on_failure,
                    max_failures, health_seconds, start_at, again, status, current_batch, batches, next_batch_at, paused_why, forgiven,
                    reverted_by, reverts, wake_at, moved_at, paused_by)
                values (:id, :deploymentId, :kind, :releaseId, :version, :fromReleaseId, :createdBy, :createdAt,
                    :batch, :canary, :pauseSeconds, :pauseAfterCanary, :weight, :rampSeconds, :onFailure, :maxFailures, :healthSeconds,
                    :startAt, :again, :status, :currentBatch, :batches, :nextBatchAt, :pausedWhy, :forgiven, :revertedBy,
                    :reverts, :wakeAt, :movedAt, :pausedBy)
                """;
        sql.createUpdate(insert)
                .bindMethods(rollout.pace())
                .bindMethods(rollout.course())
                .bindMethods(rollout)
                .execute();
    }

    /** Keeps how far it has come. */
    public void update(Handle sql, long id, Course course) {
        String update = """
                update rollout
                set status = :status, current_batch = :currentBatch, batches = :batches, next_batch_at = :nextBatchAt,
                    paused_why = :pausedWhy, paused_by = :pausedBy, forgiven = :forgiven, reverted_by = :revertedBy, reverts = :reverts,
                    wake_at = :wakeAt, moved_at = :movedAt
                where id = :id
                """;
        sql.createUpdate(update).bindMethods(course).bind("id", id).execute();
    }

    void insert(Handle sql, List<RolloutPlacement> placements) {
        String insert = """
                insert into rollout_placement (rollout_id, placement_id, node_id, node_name, release_id, version,
                    revision, state, reason, updated_at, batch, begin_at, due_at, from_release_id, from_state, why)
                values (:rolloutId, :placementId, :nodeId, :nodeName, :releaseId, :version, :revision, :state,
                    :reason, :updatedAt, :batch, :beginAt, :dueAt, :fromReleaseId, :fromState, :why)
                """;
        PreparedBatch batch = sql.prepareBatch(insert);
        for (RolloutPlacement placement : placements)
            batch.bindMethods(placement).add();
        batch.execute();
    }

    public void update(Handle sql, RolloutPlacement placement) {
        String update = """
                update rollout_placement
                set state = :state, reason = :reason, why = :why, updated_at = :updatedAt, due_at = :dueAt
                where rollout_id = :rolloutId and placement_id = :placementId
                """;
        sql.createUpdate(update).bindMethods(placement).execute();
    }

    /** Keeps what was printed last before a failure of this part: the next try has not printed anything yet. */
    public void printed(Handle sql, RolloutPlacement part, String output) {
        String update = """
                update rollout_placement set output = :output
                where rollout_id = :rollout and placement_id = :placement
                """;
        sql.createUpdate(update)
                .bind("output", output.substring(Math.max(0, output.length() - OUTPUT)))
                .bind("rollout", part.rolloutId())
                .bind("placement", part.placementId())
                .execute();
    }

    /**
     * Closes whatever is still open for placements, since something newer took them over, and has the rollouts looked
     * at; what failed stays so. Those that wait for their time are left alone unless the placements are {@code gone}.
     */
    void supersede(Handle sql, Collection<Long> placementIds, Told told, boolean gone, long now) {
        String open = """
                placement_id in (%s) and (state in ('QUEUED', 'WORKING') or state = 'PLANNED'
                    and (:gone or rollout_id not in (select id from rollout where status = 'SCHEDULED')))
                """.formatted(placementIds.stream().map(String::valueOf).collect(Collectors.joining(",")));
        String wake = "update rollout set wake_at = :now where id in (select rollout_id from rollout_placement where "
                + open + ")";
        sql.createUpdate(wake).bind("gone", gone).bind("now", now).execute();
        String update = "update rollout_placement set state = 'SUPERSEDED', reason = :text, why = :why, due_at = 0, "
                + "updated_at = :now where " + open;
        sql.createUpdate(update)
                .bindMethods(told)
                .bind("gone", gone)
                .bind("now", now)
                .execute();
    }

    /** As {@link #supersede}, for placements that {@code rollout} begins to move. */
    void supersedeOthers(Handle sql, Rollout rollout, List<RolloutPlacement> begun, long now) {
        long rolloutId = rollout.id();
        String others = """
                placement_id in (%s) and rollout_id <> :rollout
                    and (state in ('QUEUED', 'WORKING') or state = 'PLANNED'
                        and rollout_id not in (select id from rollout where status = 'SCHEDULED'))
                """.formatted(
                begun.stream().map(part -> String.valueOf(part.placementId())).collect(Collectors.joining(",")));
        String wake = "update rollout set wake_at = :now where id in (select rollout_id from rollout_placement where "
                + others + ")";
        sql.createUpdate(wake).bind("rollout", rolloutId).bind("now", now).execute();
        String update = "update rollout_placement set state = 'SUPERSEDED', reason = :text, why = :why, due_at = 0, "
                + "updated_at = :now where " + others;
        sql.createUpdate(update)
                .bind("rollout", rolloutId)
                .bindMethods(Told.of(Code.CAME_AFTER, "rollout", rolloutId))
                .bind("now", now)
                .execute();
    }

    /** Notes that {@code parts} have begun, by the revisions of their nodes. */
    void begin(Handle sql, List<RolloutPlacement> parts, Map<Long, Long> revisions, long due, long now) {
        String update = """
                update rollout_placement
                set state = 'QUEUED', revision = :revision, due_at = :due, updated_at = :now
                where rollout_id = :rollout and placement_id = :placement
                """;
        PreparedBatch batch = sql.prepareBatch(update);
        for (RolloutPlacement part : parts) {
            batch.bind("revision", revisions.get(part.nodeId()))
                    .bind("due", due)
                    .bind("now", now)
                    .bind("rollout", part.rolloutId())
                    .bind("placement", part.placementId())
                    .add();
        }
        batch.execute();
    }

    Optional<Rollout> find(Handle sql, Visible visible, long id) {
        return named(sql, visible, id).map(Named::rollout);
    }

    Optional<Named> named(Handle sql, Visible visible, long id) {
        return sql.createQuery(SELECT + "where r.id = :id and " + visible.on("d.project_id"))
                .bind("id", id)
                .map(ROLLOUT)
                .findOne();
    }

    /** Those that are there, of {@code ids}, by id. */
    List<Rollout> those(Handle sql, Collection<Long> ids) {
        if (ids.isEmpty()) return List.of();
        return sql
                .createQuery(SELECT + "where r.id in (<ids>) order by r.id")
                .bindList("ids", List.copyOf(ids))
                .map(ROLLOUT)
                .stream()
                .map(Named::rollout)
                .toList();
    }

    /**
     * Which rollouts somebody wants.
     *
     * @param of by the name and the project of their deployments
     * @param appId 0 = whichever
     * @param deploymentId 0 = whichever
     * @param status null = wherever they stand
     * @param began when it began or is to begin
     */
    record Filter(
            AppFilter of,
            long appId,
            long deploymentId,
            @Nullable Status status,
            Between began) {
        static Filter ofDeployment(long id) {
            return new Filter(new AppFilter("", 0), 0, id, null, Between.ALWAYS);
        }
    }

    /**
     * Newest first, older than {@code cursor} (0: from the newest), one more than {@code limit} when there are more.
     */
    List<Named> list(Handle sql, Visible visible, Filter filter, long cursor, int limit) {
        AppFilter of = filter.of();
        @Nullable Status status = filter.status();
        Between began = filter.began();
        String select = SELECT + "where " + visible.on("d.project_id")
                + (of.q().isEmpty() ? "" : " and lower(d.name) like :q escape '!'")
                + (of.project() == 0 ? "" : " and d.project_id = :project")
                + (filter.appId() == 0 ? "" : " and d.app_id = :app")
                + (filter.deploymentId() == 0 ? "" : " and r.deployment_id = :deployment")
                + (status == null ? "" : " and r.status = :status")
                + (began.equals(Between.ALWAYS) ? "" : " and " + BEGAN + " >= :from and " + BEGAN + " < :to")
                + (cursor == 0 ? "" : " and r.id < :cursor")
                + " order by r.id desc limit :limit";
        var query = sql.createQuery(select).bind("limit", limit + 1);
        if (!of.q().isEmpty()) query.bind("q", of.pattern());
        if (of.project() != 0) query.bind("project", of.project());
        if (filter.appId() != 0) query.bind("app", filter.appId());
        if (filter.deploymentId() != 0) query.bind("deployment", filter.deploymentId());
        if (!began.equals(Between.ALWAYS)) query.bind("from", began.from()).bind("to", began.to());
        if (status != null) query.bind("status", status);
        if (cursor != 0) query.bind("cursor", cursor);
        return query.map(ROLLOUT).list();
    }

    /** How many placements of each rollout stand where; nothing of a rollout without any. */
    Map<Long, Counted> counts(Handle sql, List<Long> rollouts) {
        Map<Long, Counted> counts = new HashMap<>();
        if (rollouts.isEmpty()) return counts;
        String select = """
                select rollout_id, state, count(*) as placements, max(updated_at) as moved_at,
                    sum(case when state = 'READY' and reason is not null then 1 else 0 end) as unchanged
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
                    counted.addUnchanged(row.getInt("unchanged"));
                    return counted;
                })
                .list();
        return counts;
    }

    public Optional<RolloutPlacement> placement(Handle sql, long rolloutId, long placementId) {
        return sql.createQuery(SELECT_PLACEMENT + "where rollout_id = :rollout and placement_id = :placement")
                .bind("rollout", rolloutId)
                .bind("placement", placementId)
                .map(PLACEMENT)
                .findOne();
    }
}
