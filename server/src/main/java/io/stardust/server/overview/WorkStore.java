package io.stardust.server.overview;

import io.stardust.api.overview.Overview.Work;
import io.stardust.server.db.Visible;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** The SQL of what goes on. Stateless; runs on the handle it is given. */
final class WorkStore {
    /** Of one kind. */
    private static final int MOST = 20;

    /** An agent that has not taken its new version by then does not. */
    private static final Duration UPGRADE = Duration.ofHours(1);

    private static final String ROLLOUTS = """
            select 'rollout' as kind, r.id, d.project_id, d.name,
                case when r.status in ('SCHEDULED', 'PAUSED', 'REVERTING') then r.status else 'RUNNING' end as state,
                r.version as detail,
                (select count(*) from rollout_placement p where p.rollout_id = r.id and p.state = 'READY') as done,
                (select count(*) from rollout_placement p where p.rollout_id = r.id) as total,
                r.created_at as at, '/deployments/' || d.id || '/rollouts/' || r.id as link
            from rollout r
            join deployment d on d.id = r.deployment_id
            where r.status not in ('FAILED', 'REVERTED', 'CANCELLED') and (r.status in ('SCHEDULED', 'REVERTING')
                or r.id in (select rp.rollout_id from rollout_placement rp
                    where rp.state in ('PLANNED', 'QUEUED', 'WORKING'))) and %s
            order by r.id desc
            limit :limit
            """;

    private static final String TASK = """
            select 'task' as kind, p.id, d.project_id, d.name, 'RUNNING' as state, n.name as detail, 0 as done, 1 as total,
                case when o.started_at > 0 then o.started_at else o.seen_at end as at,
                '/deployments/' || d.id as link
            from %s
            join observed o on o.placement_id = p.id
            join node n on n.id = p.node_id
            join node_seen s on s.node_id = n.id
            where %s and coalesce(o.state, '') in ('INSTALLING', 'STARTING', 'RUNNING') and s.online and %%1$s
            """;

    /**
     * Of deployments that are tasks, and of placements that are by themselves: few of all that runs. SQLite keeps the
     * order of a cross join, and so does not begin at the placements.
     */
    private static final String TASKS = "select * from (\n"
            + TASK.formatted(
                    "deployment d cross join placement p",
                    "p.deployment_id = d.id and d.mode = 'TASK' and p.mode is null")
            + "union all\n"
            + TASK.formatted("placement p join deployment d on d.id = p.deployment_id", "p.mode = 'TASK'")
            + ") as tasks\norder by id desc\nlimit :limit\n";

    private static final String UPGRADES = """
            select 'agent-upgrade' as kind, n.id, n.project_id, n.name, 'RUNNING' as state, a.offered as detail,
                0 as done, 1 as total, a.offered_at as at, '/nodes/' || n.id as link
            from node_agent a
            join node n on n.id = a.node_id
            join node_seen s on s.node_id = n.id
            where a.offered is not null and a.offered <> coalesce(s.version, '') and a.offered_at > :recent and %s
            order by a.offered_at desc
            limit :limit
            """;

    private static final String REMOVALS = """
            select 'node-removal' as kind, n.id, n.project_id, n.name, 'RUNNING' as state, '' as detail,
                0 as done, (select count(*) from placement p where p.node_id = n.id) as total, n.updated_at as at,
                '/nodes/' || n.id as link
            from node n
            where n.leaving and %s
            order by n.id desc
            limit :limit
            """;

    List<Work> all(Handle sql, Visible visible, long project, long now) {
        String ofNode = visible.within("n.project_id", project);
        String ofDeployment = visible.within("d.project_id", project);
        List<Work> found = new ArrayList<>();
        found.addAll(works(query(sql, ROLLOUTS, ofDeployment)));
        found.addAll(works(query(sql, TASKS, ofDeployment)));
        found.addAll(works(query(sql, UPGRADES, ofNode).bind("recent", now - UPGRADE.toMillis())));
        found.addAll(works(query(sql, REMOVALS, ofNode)));
        return found;
    }

    private static Query query(Handle sql, String select, String condition) {
        return sql.createQuery(select.formatted(condition));
    }

    private static List<Work> works(Query query) {
        return query.bind("limit", MOST)
                .map((row, _) -> new Work(
                        row.getString("kind"),
                        row.getLong("id"),
                        row.getLong("project_id"),
                        row.getString("name"),
                        row.getString("state").toLowerCase(Locale.ROOT),
                        row.getString("detail"),
                        row.getLong("done"),
                        row.getLong("total"),
                        row.getLong("at"),
                        row.getString("link")))
                .list();
    }
}
