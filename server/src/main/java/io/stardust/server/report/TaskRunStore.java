package io.stardust.server.report;

import io.stardust.api.reason.Why;
import io.stardust.api.report.TaskRun;
import io.stardust.server.http.Reasons;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jspecify.annotations.Nullable;

/** Runs of tasks in the database. Stateless; every method runs on the handle it is given. */
final class TaskRunStore {
    /** Runs kept of one placement; the oldest go. */
    static final int KEPT = 200;

    private static final RowMapper<TaskRun> RUN = (row, _) -> {
        int code = row.getInt("exit_code");
        @Nullable Integer exit = row.wasNull() ? null : code;
        return new TaskRun(
                row.getLong("id"),
                row.getLong("deployment_id"),
                row.getLong("placement_id"),
                row.getLong("node_id"),
                row.getString("node_name"),
                row.getLong("release_id"),
                row.getString("version"),
                row.getLong("revision"),
                row.getLong("started_at"),
                row.getLong("ended_at"),
                exit,
                row.getString("reason"),
                row.getString("output"),
                Reasons.read(row.getString("why")));
    };

    /** Keeps a run; one that is there already, by its order, is told anew. {@code why}: its reason, see {@link Why}. */
    void put(Handle sql, TaskRun run, @Nullable String why) {
        String upsert = """
                insert into task_run (id, deployment_id, placement_id, node_id, node_name, release_id, version, revision,
                    started_at, ended_at, exit_code, reason, output, why)
                values (:id, :deploymentId, :placementId, :nodeId, :nodeName, :releaseId, :version, :revision,
                    :startedAt, :endedAt, :exitCode, :reason, :output, :kept)
                on conflict (placement_id, revision) do update
                set exit_code = coalesce(excluded.exit_code, task_run.exit_code),
                    reason = coalesce(excluded.reason, task_run.reason),
                    output = coalesce(excluded.output, task_run.output),
                    why = coalesce(excluded.why, task_run.why)
                """;
        sql.createUpdate(upsert).bindMethods(run).bind("kept", why).execute();
        String trim = """
                delete from task_run
                where placement_id = :placement and id <= (
                    select coalesce(max(id), 0) from (
                        select id from task_run where placement_id = :placement order by id desc limit 1 offset :kept
                    ) as old)
                """;
        sql.createUpdate(trim)
                .bind("placement", run.placementId())
                .bind("kept", KEPT)
                .execute();
    }

    /** Deletes the oldest runs that have ended. */
    static int expire(Handle sql, long before, int limit) {
        String delete = """
                delete from task_run where id in (
                    select id from task_run where started_at < :before and ended_at > 0 order by started_at limit :limit)
                """;
        return sql.createUpdate(delete)
                .bind("before", before)
                .bind("limit", limit)
                .execute();
    }

    /**
     * Newest first, older than {@code cursor} (0: from the newest), one more than {@code limit} when there are more.
     */
    List<TaskRun> ofDeployment(Handle sql, long deploymentId, long cursor, int limit) {
        String select = """
                select id, deployment_id, placement_id, node_id, node_name, release_id, version, revision, started_at,
                    ended_at, exit_code, reason, output, why
                from task_run
                where deployment_id = :deployment and (:cursor = 0 or id < :cursor)
                order by id desc
                limit :limit
                """;
        return sql.createQuery(select)
                .bind("deployment", deploymentId)
                .bind("cursor", cursor)
                .bind("limit", limit + 1)
                .map(RUN)
                .list();
    }
}
