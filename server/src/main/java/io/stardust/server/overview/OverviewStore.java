package io.stardust.server.overview;

import io.stardust.server.db.Visible;
import io.stardust.server.overview.Overview.Decision;
import io.stardust.server.overview.Overview.Nodes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** The SQL of the first page. Stateless; runs on the handle it is given. */
final class OverviewStore {
    /** Of one kind, the newest. */
    static final int DECISIONS = 20;

    private static final String WAITING = """
            select 'node-waiting' as kind, n.id, n.project_id, n.name, coalesce(s.ip, '') as detail,
                n.created_at as at, '/nodes/' || n.id as link
            from node n
            left join node_seen s on s.node_id = n.id
            where not n.approved and %s
            order by n.id desc
            limit :limit
            """;
    private static final String ROLLOUTS = """
            select 'rollout-failed' as kind, r.id, d.project_id, d.name, min(coalesce(rp.reason, '')) as detail,
                max(rp.updated_at) as at, '/deployments/' || d.id || '/rollouts/' || r.id as link
            from rollout_placement rp
            join placement p on p.id = rp.placement_id and p.rollout_id = rp.rollout_id
            join rollout r on r.id = rp.rollout_id
            join deployment d on d.id = r.deployment_id
            where rp.state = 'FAILED' and rp.undone_by is null and %s
            group by r.id, d.project_id, d.name, d.id
            order by r.id desc
            limit :limit
            """;

    /** Those whose failed rollout is told already are not told again. */
    private static final String PLACEMENTS = """
            select 'placement-failed' as kind, p.id, d.project_id, d.name || ' @ ' || coalesce(n.name, '') as name,
                coalesce(o.reason, '') as detail, o.seen_at as at, '/deployments/' || d.id as link
            from observed o
            join placement p on p.id = o.placement_id
            join deployment d on d.id = p.deployment_id
            left join node n on n.id = p.node_id
            where o.state = :state and %s
                and not exists (
                    select 1 from rollout_placement rp
                    where rp.rollout_id = p.rollout_id and rp.placement_id = p.id and rp.state = 'FAILED')
            order by o.placement_id desc
            limit :limit
            """;

    private static final String ROTTEN = """
            select 'release-rotten' as kind, r.id, d.project_id, d.name || ' ' || r.version as name,
                'upload the same package again' as detail, s.rotten_at as at, '/deployments/' || d.id as link
            from stored_package s
            join release r on r.sha256 = s.sha256
            join deployment d on d.id = r.deployment_id
            where s.rotten_at is not null and %s
            order by r.id desc
            limit :limit
            """;

    /** From the latest on, by index; the sum keeps the database from going through a project's nodes instead. */
    private static final String OFFLINE = """
            select 'node-offline' as kind, n.id, n.project_id, n.name, coalesce(s.ip, '') as detail, s.seen_at as at,
                '/nodes/' || n.id as link
            from node_seen s
            join node n on n.id = s.node_id
            where not s.online and n.approved and n.enabled and %s
            order by s.seen_at desc
            limit :limit
            """;

    Nodes nodes(Handle sql, Visible visible, long project) {
        String select = """
                select n.approved, n.enabled, n.id in (select s.node_id from node_seen s where s.online) as online,
                    count(*) as n
                from node n
                where %s
                group by n.approved, n.enabled, online
                """.formatted(seen("n.project_id", visible, project));
        long[] counts = new long[4];
        sql.createQuery(select)
                .map((row, _) -> {
                    int at = !row.getBoolean("approved")
                            ? 2
                            : !row.getBoolean("enabled") ? 3 : row.getBoolean("online") ? 0 : 1;
                    return counts[at] += row.getLong("n");
                })
                .list();
        return new Nodes(counts[0], counts[1], counts[2], counts[3]);
    }

    long deployments(Handle sql, Visible visible, long project) {
        String select = "select count(*) from deployment d where " + seen("d.project_id", visible, project);
        return sql.createQuery(select).mapTo(Long.class).one();
    }

    long changesSince(Handle sql, Visible visible, long project, long time) {
        String select =
                "select count(*) from change c where c.at >= :time and " + seen("c.project_id", visible, project);
        return sql.createQuery(select).bind("time", time).mapTo(Long.class).one();
    }

    List<Decision> decisions(Handle sql, Visible visible, long project) {
        List<Decision> found = new ArrayList<>();
        found.addAll(decisions(sql, WAITING, "n.project_id", visible, project, ""));
        found.addAll(decisions(sql, ROLLOUTS, "d.project_id", visible, project, ""));
        List<Decision> failed = new ArrayList<>();
        for (String state : List.of("FAILED", "GAVE_UP", "UNHEALTHY")) {
            failed.addAll(decisions(sql, PLACEMENTS, "d.project_id", visible, project, state));
        }
        failed.stream()
                .sorted(Comparator.comparingLong(Decision::at).reversed())
                .limit(DECISIONS)
                .forEach(found::add);
        found.addAll(decisions(sql, ROTTEN, "d.project_id", visible, project, ""));
        found.addAll(decisions(sql, OFFLINE, "n.project_id + 0", visible, project, ""));
        return found;
    }

    private static List<Decision> decisions(
            Handle sql, String select, String column, Visible visible, long project, String state) {
        Query query = sql.createQuery(select.formatted(seen(column, visible, project)));
        if (!state.isEmpty()) query.bind("state", state);
        return query.bind("limit", DECISIONS).map((row, _) -> decision(row)).list();
    }

    /** Within what is visible, of {@code project} alone unless that is 0. */
    private static String seen(String column, Visible visible, long project) {
        if (project == 0) return visible.on(column);
        return visible.sees(project) ? column + " = " + project : "1 = 0";
    }

    private static Decision decision(ResultSet row) throws SQLException {
        return new Decision(
                row.getString("kind"),
                row.getLong("id"),
                row.getLong("project_id"),
                row.getString("name"),
                row.getString("detail"),
                row.getLong("at"),
                row.getString("link"));
    }
}
