package io.stardust.server.config;

import io.stardust.server.config.effective.Item;
import io.stardust.server.config.effective.ValueType;
import io.stardust.server.db.Rows;
import java.lang.invoke.MethodHandles;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/** Gray releases in the database. Stateless; every method runs on the handle it is given. */
final class GrayStore {
    private static final RowMapper<Row> ROW = Rows.of(MethodHandles.lookup(), Row.class);
    private static final RowMapper<Edit> EDIT = Rows.of(MethodHandles.lookup(), Edit.class);
    private static final RowMapper<Taker> TAKER = Rows.of(MethodHandles.lookup(), Taker.class);

    /** @param clients a line each, as nodes and labels */
    private record Row(
            long appId,
            long number,
            String clients,
            String nodes,
            String labels,
            int percent,
            long stamp,
            @Nullable String message,
            String author,
            long createdAt) {}

    private record Edit(
            String name,
            String scope,
            boolean gone,
            ValueType type,
            String value,
            @Nullable String remark) {}

    boolean isThere(Handle sql, long appId) {
        return sql.createQuery("select count(*) from config_gray where app_id = :app")
                        .bind("app", appId)
                        .mapTo(Long.class)
                        .one()
                > 0;
    }

    Optional<Gray> find(Handle sql, long appId) {
        return sql.createQuery("""
                        select app_id, number, clients, nodes, labels, percent, stamp, message, author, created_at
                        from config_gray
                        where app_id = :app
                        """).bind("app", appId).map(ROW).findOne().map(row -> gray(sql, row));
    }

    private Gray gray(Handle sql, Row row) {
        List<Edit> edits = sql.createQuery(
                        "select name, scope, gone, type, value, remark from config_gray_value where app_id = :app")
                .bind("app", row.appId())
                .map(EDIT)
                .list();
        Map<Item.Id, @Nullable Item> items = new HashMap<>();
        for (Edit edit : edits) {
            items.put(
                    new Item.Id(edit.name(), edit.scope()),
                    edit.gone() ? null : new Item(edit.name(), edit.scope(), edit.type(), edit.value(), edit.remark()));
        }
        return new Gray(
                row.appId(),
                row.number(),
                new Gray.Target(lines(row.clients()), lines(row.nodes()), labels(row.labels()), row.percent()),
                takers(sql, row.appId()),
                items,
                row.stamp(),
                row.message(),
                row.author(),
                row.createdAt());
    }

    List<Taker> takers(Handle sql, long appId) {
        String select = """
                select placement_id, service, node_id, node, old_version, new_version, leaving
                from config_gray_taker
                where app_id = :app
                order by placement_id
                """;
        return sql.createQuery(select).bind("app", appId).map(TAKER).list();
    }

    /** Adds {@code takers}, or has them stand otherwise. */
    void take(Handle sql, long appId, List<Taker> takers) {
        if (takers.isEmpty()) return;
        PreparedBatch batch = sql.prepareBatch("""
                insert into config_gray_taker (app_id, placement_id, service, node_id, node, old_version, new_version, leaving)
                values (:app, :placement, :service, :nodeId, :node, :oldVersion, :newVersion, :leaving)
                on conflict (app_id, placement_id) do update set service = excluded.service, node = excluded.node,
                    old_version = excluded.old_version, new_version = excluded.new_version, leaving = excluded.leaving
                """);
        for (Taker taker : takers) {
            batch.bind("app", appId)
                    .bind("placement", taker.placementId())
                    .bind("service", taker.service())
                    .bind("nodeId", taker.nodeId())
                    .bind("node", taker.node())
                    .bind("oldVersion", taker.oldVersion())
                    .bind("newVersion", taker.newVersion())
                    .bind("leaving", taker.leaving())
                    .add();
        }
        batch.execute();
    }

    /** Draws its instances' attention. */
    void stamp(Handle sql, long appId, long stamp) {
        sql.createUpdate("update config_gray set stamp = :stamp where app_id = :app")
                .bind("stamp", stamp)
                .bind("app", appId)
                .execute();
    }

    private static Set<String> lines(String text) {
        return text.isEmpty() ? Set.of() : Set.of(text.split("\n"));
    }

    private static Map<String, String> labels(String text) {
        Map<String, String> labels = new HashMap<>();
        for (String line : lines(text)) {
            int end = line.indexOf('=');
            labels.put(line.substring(0, end), line.substring(end + 1));
        }
        return labels;
    }

    private static String text(Map<String, String> labels) {
        return text(labels.entrySet().stream()
                .map(label -> label.getKey() + "=" + label.getValue())
                .collect(Collectors.toSet()));
    }

    void insert(Handle sql, Gray gray) {
        sql.createUpdate("""
                        insert into config_gray (
                            app_id, number, clients, nodes, labels, percent, stamp, message, author, created_at)
                        values (:app, :number, :clients, :nodes, :labels, :percent, :stamp, :message, :author, :createdAt)
                        """)
                .bind("app", gray.appId())
                .bind("number", gray.number())
                .bind("clients", text(gray.target().clients()))
                .bind("nodes", text(gray.target().nodes()))
                .bind("labels", text(gray.target().labels()))
                .bind("percent", gray.target().percent())
                .bind("stamp", gray.stamp())
                .bind("message", gray.message())
                .bind("author", gray.author())
                .bind("createdAt", gray.createdAt())
                .execute();
        PreparedBatch batch = sql.prepareBatch("""
                insert into config_gray_value (app_id, name, scope, gone, type, value, remark)
                values (:app, :name, :scope, :gone, :type, :value, :remark)
                """);
        gray.edits()
                .forEach((id, item) -> batch.bind("app", gray.appId())
                        .bind("name", id.key())
                        .bind("scope", id.scope())
                        .bind("gone", item == null)
                        .bind(
                                "type",
                                item == null
                                        ? ValueType.TEXT.name()
                                        : item.type().name())
                        .bind("value", item == null ? "" : item.value())
                        .bind("remark", item == null ? null : item.remark())
                        .add());
        batch.execute();
    }

    void retarget(Handle sql, long appId, Gray.Target target, long stamp) {
        sql.createUpdate("""
                        update config_gray set clients = :clients, nodes = :nodes, labels = :labels, percent = :percent,
                            stamp = :stamp
                        where app_id = :app
                        """)
                .bind("app", appId)
                .bind("clients", text(target.clients()))
                .bind("nodes", text(target.nodes()))
                .bind("labels", text(target.labels()))
                .bind("percent", target.percent())
                .bind("stamp", stamp)
                .execute();
    }

    void delete(Handle sql, long appId) {
        for (String table : List.of("config_gray_value", "config_gray_taker", "config_gray")) {
            sql.createUpdate("delete from " + table + " where app_id = :app")
                    .bind("app", appId)
                    .execute();
        }
    }

    private static String text(Set<String> lines) {
        return String.join("\n", lines.stream().sorted().toList());
    }
}
