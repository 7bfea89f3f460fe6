package io.stardust.server.node;

import static java.util.Map.entry;

import io.stardust.api.node.NodeView;
import io.stardust.server.db.Keyset;
import io.stardust.server.db.Like;
import io.stardust.server.db.Sorting;
import io.stardust.server.db.Visible;
import io.stardust.server.http.ApiException.Invalid;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** Finds nodes. Stateless; runs on the handle it is given. */
final class NodeSearchStore {
    // those that need somebody first
    private static final String STATUS = "case when not n.approved then 1 when not n.enabled then 3"
            + " when coalesce(s.online, false) then 2 else 0 end";
    private static final String PROJECT =
            "coalesce((select lower(j.name) from project j where j.id = n.project_id), '')";
    static final Sorting SORTING = new Sorting(
            "node n",
            " left join node_seen s on s.node_id = n.id",
            "n.id",
            Map.ofEntries(
                    entry("name", () -> "lower(n.name)"),
                    entry("status", () -> STATUS),
                    entry("project", () -> PROJECT),
                    entry("ip", () -> "coalesce(s.ip, '')"),
                    entry("system", () -> "coalesce(lower(s.os_name), '')"),
                    entry("agent", () -> "coalesce(s.version, '')"),
                    entry("seen", () -> "coalesce(s.seen_at, 0)"),
                    entry("cpu", () -> "coalesce(s.load_cpu, -1)"),
                    entry("memory", () -> "coalesce(s.load_memory, -1)"),
                    entry("disk", () -> "coalesce(s.load_disk, -1)"),
                    entry("processes", () -> "coalesce(s.load_processes, -1)")));

    /**
     * Behind {@code cursor}, {@code limit} of them.
     *
     * @throws Invalid if the row that the cursor names is gone
     */
    List<NodeView> page(Handle sql, Visible visible, Filter filter, Keyset order, long cursor, int limit) {
        if (order.lost(sql, cursor, visible.on("n.project_id")))
            throw new Invalid("cursor", cursor, "the next of an answer; ask from the start");
        String select = NodeStore.VIEW + "where " + order.behind() + " and " + condition(visible, filter) + " order by "
                + order.order() + " limit :limit";
        return bound(sql.createQuery(select), filter)
                .bind("cursor", cursor)
                .bind("limit", limit)
                .map(NodeStore::view)
                .list();
    }

    /** How many there are. */
    long count(Handle sql, Visible visible, Filter filter) {
        String select = "select count(*) from node n where " + condition(visible, filter);
        return bound(sql.createQuery(select), filter).mapTo(Long.class).one();
    }

    private static String condition(Visible visible, Filter filter) {
        List<String> all = new ArrayList<>();
        all.add(visible.on("n.project_id"));
        all.add(filter.status().condition());
        if (filter.project() != null) all.add("n.project_id = :project");
        if (filter.q() != null) {
            all.add("(lower(n.name) like :q escape '!' or lower(n.code) like :q escape '!' or n.id in (select m.node_id"
                    + " from node_seen m where lower(m.machine_name) like :q escape '!' or m.ip like :q escape '!'))");
        }
        for (int i = 0; i < filter.labels().size(); i++) {
            String value = filter.labels().get(i).value() == null ? "" : " and l.value = :value" + i;
            all.add("n.id in (select l.node_id from node_label l where l.key = :key" + i + value + ")");
        }
        return String.join(" and ", all);
    }

    private static Query bound(Query query, Filter filter) {
        if (filter.project() != null) query.bind("project", filter.project());
        if (filter.q() != null) query.bind("q", Like.containing(filter.q()));
        for (int i = 0; i < filter.labels().size(); i++) {
            Label label = filter.labels().get(i);
            query.bind("key" + i, label.key());
            if (label.value() != null) query.bind("value" + i, label.value());
        }
        return query;
    }

    /** Which nodes a list shows: all that is said holds for them. */
    record Filter(
            NodeStatus status, @Nullable String q, @Nullable Long project, List<Label> labels) {
        Filter {
            labels = List.copyOf(labels);
        }
    }

    /** A label that nodes are to have; {@code value} null: any. */
    record Label(String key, @Nullable String value) {
        private static final int LONGEST = 300;

        /** Of {@code key=value} or {@code key}. */
        static Label of(String text) {
            int equals = text.indexOf('=');
            if (text.length() > LONGEST || equals == 0) {
                throw new Invalid("label", NodeFields.bounded(text, 60), "key=value or key");
            }
            return equals < 0
                    ? new Label(text, null)
                    : new Label(text.substring(0, equals), text.substring(equals + 1));
        }
    }
}
