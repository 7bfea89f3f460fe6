package io.stardust.server.node;

import io.stardust.server.db.Visible;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The labels of nodes where they are looked for; the node's row has them all together. Stateless. */
final class LabelStore {
    private static final int SHOWN = 2_000;

    /** Replaces the labels of a node. */
    void put(Handle sql, long nodeId, Map<String, String> labels) {
        delete(sql, nodeId);
        if (labels.isEmpty()) return;
        PreparedBatch batch =
                sql.prepareBatch("insert into node_label (node_id, key, value) values (:node, :key, :value)");
        labels.forEach((key, value) ->
                batch.bind("node", nodeId).bind("key", key).bind("value", value).add());
        batch.execute();
    }

    void delete(Handle sql, long nodeId) {
        sql.createUpdate("delete from node_label where node_id = :node")
                .bind("node", nodeId)
                .execute();
    }

    /** Fills the table from the nodes' rows if it is empty, as it is in data of an older version. */
    void fill(Handle sql) {
        boolean filled = sql.createQuery("select node_id from node_label limit 1")
                .mapTo(Long.class)
                .findOne()
                .isPresent();
        if (filled) return;
        Map<Long, Map<String, String>> all = new LinkedHashMap<>();
        sql.createQuery("select id, labels from node where labels <> :none")
                .bind("none", Labels.text(Map.of()))
                .map((row, _) -> all.put(row.getLong("id"), Labels.of(row.getString("labels"))))
                .list();
        all.forEach((node, labels) -> put(sql, node, labels));
    }

    /** Every key with its values, both sorted; the first two thousand pairs. */
    List<LabelView> all(Handle sql, Visible visible) {
        String select = """
                select distinct l.key, l.value
                from node_label l
                join node n on n.id = l.node_id
                where %s
                order by l.key, l.value
                limit :limit
                """.formatted(visible.on("n.project_id"));
        Map<String, List<String>> values = new LinkedHashMap<>();
        sql.createQuery(select)
                .bind("limit", SHOWN)
                .map((row, _) -> values.computeIfAbsent(row.getString("key"), _ -> new ArrayList<>())
                        .add(row.getString("value")))
                .list();
        return values.entrySet().stream()
                .map(entry -> new LabelView(entry.getKey(), entry.getValue()))
                .toList();
    }
}
