package io.stardust.server.overview;

import io.stardust.api.overview.Overview.Nodes;
import io.stardust.server.db.Visible;
import org.jdbi.v3.core.Handle;

/** The SQL of the first page. Stateless; runs on the handle it is given. */
final class OverviewStore {
    Nodes nodes(Handle sql, Visible visible, long project) {
        String select = """
                select n.approved, n.enabled, n.id in (select s.node_id from node_seen s where s.online) as online,
                    n.id in (select s.node_id from node_seen s where s.lost) as lost, count(*) as n
                from node n
                where %s
                group by n.approved, n.enabled, online, lost
                """.formatted(visible.within("n.project_id", project));
        long[] counts = new long[5];
        sql.createQuery(select)
                .map((row, _) -> {
                    int at = !row.getBoolean("approved")
                            ? 3
                            : !row.getBoolean("enabled")
                                    ? 4
                                    : row.getBoolean("online") ? 0 : row.getBoolean("lost") ? 1 : 2;
                    return counts[at] += row.getLong("n");
                })
                .list();
        return new Nodes(counts[0], counts[1], counts[2], counts[3], counts[4]);
    }

    long deployments(Handle sql, Visible visible, long project) {
        String select = "select count(*) from deployment d where " + visible.within("d.project_id", project);
        return sql.createQuery(select).mapTo(Long.class).one();
    }

    long changesSince(Handle sql, Visible visible, long project, long time) {
        String select =
                "select count(*) from change c where c.at >= :time and " + visible.within("c.project_id", project);
        return sql.createQuery(select).bind("time", time).mapTo(Long.class).one();
    }
}
