package io.stardust.server.release;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Which releases have failed when they were last rolled out. Stateless; runs on the handle it is given. */
public final class ReleaseFailureStore {
    /** A rollout that failed, and the first reason. */
    public record Failed(long rolloutId, @Nullable String reason) {}

    /** The last rollout that began to move something to this release, if that failed there. */
    public Optional<Failed> last(Handle sql, long deploymentId, long releaseId) {
        String select = """
                select rp.rollout_id, r.max_failures, r.status,
                    sum(case when rp.state = 'FAILED' then 1 else 0 end) as failed,
                    min(case when rp.state = 'FAILED' then rp.node_name || ': ' || rp.reason end) as reason
                from rollout_placement rp
                join rollout r on r.id = rp.rollout_id
                where rp.release_id = :release and rp.revision > 0
                    and rp.rollout_id in (
                        select id from rollout where deployment_id = :deployment order by id desc limit 20)
                group by rp.rollout_id, r.max_failures, r.status
                order by rp.rollout_id desc
                limit 1
                """;
        return sql.createQuery(select)
                .bind("release", releaseId)
                .bind("deployment", deploymentId)
                .map((row, _) -> {
                    boolean failed = row.getInt("failed") > row.getInt("max_failures")
                            || row.getString("status").equals("FAILED");
                    // 0: it has not
                    return new Failed(failed ? row.getLong("rollout_id") : 0, row.getString("reason"));
                })
                .findOne()
                .filter(last -> last.rolloutId() != 0);
    }

    /** As {@link #last}, of the main release of rollouts, for a list of releases: by release. */
    Map<Long, Long> of(Handle sql, Collection<Long> releases) {
        Map<Long, Long> failed = new HashMap<>();
        if (releases.isEmpty()) return failed;
        String select = """
                select r.release_id, r.id from rollout r
                where r.status = 'FAILED' and r.id in (
                    select max(l.id) from rollout l
                    where l.release_id in (<releases>) and l.status <> 'SCHEDULED' and l.deployment_id in (
                        select deployment_id from release where id in (<releases>))
                    group by l.release_id)
                """;
        sql.createQuery(select)
                .bindList("releases", List.copyOf(releases))
                .map((row, _) -> failed.put(row.getLong("release_id"), row.getLong("id")))
                .list();
        return failed;
    }
}
