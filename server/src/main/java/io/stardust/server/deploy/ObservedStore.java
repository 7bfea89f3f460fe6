package io.stardust.server.deploy;

import io.stardust.server.db.Rows;
import java.lang.invoke.MethodHandles;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;

/** What agents said last, in the database. Stateless; every method runs on the handle it is given. */
final class ObservedStore {
    private static final RowMapper<Observed> OBSERVED = Rows.of(MethodHandles.lookup(), Observed.class);

    /** Keeps {@code seen} as the latest word; what was measured stays. */
    void put(Handle sql, Observed seen) {
        String upsert = """
                insert into observed (placement_id, state, release_id, version, revision, pid, started_at, crashes,
                    exit_code, reason, output, adopted, seen_at, working_set, cpu_usage, threads, measured_at)
                values (:placementId, :state, :releaseId, :version, :revision, :pid, :startedAt, :crashes,
                    :exitCode, :reason, :output, :adopted, :seenAt, 0, 0, 0, 0)
                on conflict (placement_id) do update
                set state = excluded.state, release_id = excluded.release_id, version = excluded.version,
                    revision = excluded.revision, pid = excluded.pid, started_at = excluded.started_at,
                    crashes = excluded.crashes, exit_code = excluded.exit_code, reason = excluded.reason,
                    output = excluded.output, adopted = excluded.adopted, seen_at = excluded.seen_at
                """;
        sql.createUpdate(upsert).bindMethods(seen).execute();
    }

    /** Keeps what was measured of the process. */
    void measure(Handle sql, long placementId, long workingSet, double cpuUsage, int threads, long at) {
        String update = """
                update observed
                set working_set = :workingSet, cpu_usage = :cpuUsage, threads = :threads, measured_at = :at
                where placement_id = :id
                """;
        sql.createUpdate(update)
                .bind("workingSet", workingSet)
                .bind("cpuUsage", cpuUsage)
                .bind("threads", threads)
                .bind("at", at)
                .bind("id", placementId)
                .execute();
    }

    Optional<Observed> find(Handle sql, long placementId) {
        String select = """
                select placement_id, state, release_id, version, revision, pid, started_at, crashes, exit_code, reason,
                    output, adopted, seen_at, working_set, cpu_usage, threads, measured_at
                from observed
                where placement_id = :id
                """;
        return sql.createQuery(select).bind("id", placementId).map(OBSERVED).findOne();
    }
}
