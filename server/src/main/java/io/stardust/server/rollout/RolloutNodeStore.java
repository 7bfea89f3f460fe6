package io.stardust.server.rollout;

import io.stardust.server.db.Rows;
import io.stardust.server.db.Visible;
import java.lang.invoke.MethodHandles;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.Query;

/** Nodes as rollouts see them, in the database. Stateless; every method runs on the handle it is given. */
final class RolloutNodeStore {
    private static final RowMapper<RolloutNode> NODE = Rows.of(MethodHandles.lookup(), RolloutNode.class);
    private static final String SELECT = """
            select n.id, n.project_id, n.name, n.approved, coalesce(s.online, :no) as online,
                coalesce(s.ours, :no) as ours, s.version, s.os_name, s.architecture, s.info, s.latest
            from node n
            left join node_seen s on s.node_id = n.id
            """;

    /** Those of {@code ids} that are visible. */
    Map<Long, RolloutNode> those(Handle sql, Visible visible, Collection<Long> ids) {
        Map<Long, RolloutNode> found = new HashMap<>();
        if (ids.isEmpty()) return found;
        // one statement for any number of ids, within what databases take as parameters
        String list = String.join(",", ids.stream().map(String::valueOf).toList());
        String select = SELECT + "where n.id in (" + list + ") and " + visible.on("n.project_id");
        try (Query query = sql.createQuery(select)) {
            query.bind("no", false).map(NODE).forEach(node -> found.put(node.id(), node));
        }
        return found;
    }

    /** How many placements of an app are to run. */
    long countRunning(Handle sql, long appId) {
        String select = """
                select count(*)
                from placement p
                join deployment d on d.id = p.deployment_id
                where d.app_id = :app and p.state = 'RUNNING' and p.release_id is not null
                """;
        return sql.createQuery(select).bind("app", appId).mapTo(Long.class).one();
    }

    /** The ids of the approved nodes of a project that have all these labels, in order. */
    List<Long> labelled(Handle sql, long projectId, Map<String, String> labels) {
        var select = new StringBuilder("select n.id from node n where n.project_id = :project and n.approved = :yes");
        for (int i = 0; i < labels.size(); i++) {
            select.append(" and n.id in (select l.node_id from node_label l where l.key = :key")
                    .append(i)
                    .append(" and l.value = :value")
                    .append(i)
                    .append(')');
        }
        try (Query query = sql.createQuery(select.append(" order by n.id").toString())) {
            query.bind("project", projectId).bind("yes", true);
            int i = 0;
            for (Map.Entry<String, String> label : labels.entrySet()) {
                query.bind("key" + i, label.getKey()).bind("value" + i, label.getValue());
                i++;
            }
            return query.mapTo(Long.class).list();
        }
    }
}
