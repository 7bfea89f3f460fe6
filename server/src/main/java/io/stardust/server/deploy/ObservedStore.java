package io.stardust.server.deploy;

import io.stardust.protocol.deploy.PlacementState;
import io.stardust.server.db.Rows;
import java.lang.invoke.MethodHandles;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;

/** What agents said last, in the database. Stateless; every method runs on the handle it is given. */
public final class ObservedStore {
    private static final RowMapper<Observed> OBSERVED = Rows.of(MethodHandles.lookup(), Observed.class);

    /** A process that was up this long has recovered: what goes wrong afterwards is new. */
    static final Duration RECOVERED = Duration.ofSeconds(60);

    private static final Set<PlacementState> BAD = EnumSet.of(
            PlacementState.FAILED, PlacementState.GAVE_UP, PlacementState.BACK_OFF, PlacementState.UNHEALTHY);
    private static final Set<PlacementState> TRYING = EnumSet.of(
            PlacementState.INSTALLING, PlacementState.STARTING, PlacementState.RUNNING, PlacementState.HOSTED);

    /**
     * Keeps {@code seen} as the latest word; what was measured stays. When it first went wrong stays as well, as long
     * as it goes wrong again after each try of the same release, with the same settings.
     */
    public void put(Handle sql, Observed seen) {
        String upsert = """
                insert into observed (placement_id, state, release_id, version, revision, pid, started_at, crashes,
                    exit_code, reason, output, adopted, seen_at, working_set, cpu_usage, threads, measured_at,
                    failing_since, why)
                values (:placementId, :state, :releaseId, :version, :revision, :pid, :startedAt, :crashes,
                    :exitCode, :reason, :output, :adopted, :seenAt, 0, 0, 0, 0,
                    case when :bad then :seenAt else 0 end, :why)
                on conflict (placement_id) do update
                set state = excluded.state, release_id = excluded.release_id, version = excluded.version,
                    revision = excluded.revision, pid = excluded.pid, started_at = excluded.started_at,
                    crashes = excluded.crashes, exit_code = excluded.exit_code, reason = excluded.reason, why = excluded.why,
                    output = excluded.output, adopted = excluded.adopted, seen_at = excluded.seen_at,
                    failing_since = case
                        when observed.failing_since = 0 or observed.release_id <> excluded.release_id
                            or observed.revision <> excluded.revision
                            then excluded.failing_since
                        when :bad and observed.state in ('RUNNING', 'HOSTED')
                            and observed.seen_at < excluded.seen_at - :recovered then excluded.failing_since
                        when :bad or :trying then observed.failing_since
                        else 0 end
                """;
        sql.createUpdate(upsert)
                .bindMethods(seen)
                .bind("bad", BAD.contains(seen.state()))
                .bind("trying", TRYING.contains(seen.state()))
                .bind("recovered", RECOVERED.toMillis())
                .execute();
    }

    /** A task that has run is as it was, at a newer revision: nothing went wrong anew. */
    public void still(Handle sql, Observed later) {
        String update = """
                update observed set revision = :revision, pid = 0, started_at = 0, seen_at = :seenAt
                where placement_id = :placementId
                """;
        sql.createUpdate(update).bindMethods(later).execute();
    }

    /** Those of {@code ids} that do not run and will not at once. */
    Set<Long> ended(Handle sql, Collection<Long> ids) {
        if (ids.isEmpty()) return Set.of();
        String select = "select placement_id from observed where state in "
                + "('BACK_OFF', 'GAVE_UP', 'STOPPED', 'FAILED', 'DONE', 'REMOVED') and placement_id in ("
                + ids.stream().map(String::valueOf).collect(Collectors.joining(",")) + ")";
        return sql.createQuery(select).mapTo(Long.class).set();
    }

    /** Keeps what was measured of the process. */
    public void measure(Handle sql, long placementId, long workingSet, double cpuUsage, int threads, long at) {
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

    /** Deletes what was seen of, and ordered for, placements that are gone. */
    public static int forgetOrphans(Handle sql, int limit) {
        int gone = 0;
        for (String table : List.of("observed", "agent_order")) {
            String delete = """
                    delete from %1$s where placement_id in (
                        select o.placement_id from %1$s o
                        where not exists (select 1 from placement p where p.id = o.placement_id) limit :limit)
                    """.formatted(table);
            gone = Math.max(gone, sql.createUpdate(delete).bind("limit", limit).execute());
        }
        return gone;
    }

    public Optional<Observed> find(Handle sql, long placementId) {
        String select = """
                select placement_id, state, release_id, version, revision, pid, started_at, crashes, exit_code, reason,
                    output, adopted, seen_at, working_set, cpu_usage, threads, measured_at, failing_since, why
                from observed
                where placement_id = :id
                """;
        return sql.createQuery(select).bind("id", placementId).map(OBSERVED).findOne();
    }

    /** What was last seen of the placements of a deployment, by placement. */
    public Map<Long, Observed> ofDeployment(Handle sql, long deploymentId) {
        String select = """
                select o.placement_id, o.state, o.release_id, o.version, o.revision, o.pid, o.started_at, o.crashes,
                    o.exit_code, o.reason, o.output, o.adopted, o.seen_at, o.working_set, o.cpu_usage, o.threads,
                    o.measured_at, o.failing_since, o.why
                from placement p
                join observed o on o.placement_id = p.id
                where p.deployment_id = :deployment
                """;
        Map<Long, Observed> observed = new HashMap<>();
        sql.createQuery(select)
                .bind("deployment", deploymentId)
                .map(OBSERVED)
                .forEach(seen -> observed.put(seen.placementId(), seen));
        return observed;
    }
}
