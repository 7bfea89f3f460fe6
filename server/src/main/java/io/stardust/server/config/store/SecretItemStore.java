package io.stardust.server.config.store;

import io.stardust.server.access.secret.SealedValues;
import io.stardust.server.db.Rows;
import java.lang.invoke.MethodHandles;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The secrets of config: those that hold, held once, wait in drafts, or are gray. Stateless. */
public final class SecretItemStore implements SealedValues {
    private static final List<String> TABLES = List.of("config_value", "config_draft", "config_gray_value");
    private static final RowMapper<Row> ROW = Rows.of(MethodHandles.lookup(), Row.class);

    private record Row(long appId, String name, String scope, String value) {}

    @Override
    public long count(Handle sql) {
        return TABLES.stream().mapToLong(table -> rows(sql, table).size()).sum();
    }

    @Override
    public int reseal(Handle sql, UnaryOperator<String> again) {
        Map<String, String> resealed = new HashMap<>(); // what was one text stays one
        int count = 0;
        for (String table : TABLES) {
            PreparedBatch batch = sql.prepareBatch("update " + table + " set value = :after"
                    + " where app_id = :app and name = :name and scope = :scope and value = :before");
            for (Row row : rows(sql, table)) {
                batch.bind("after", resealed.computeIfAbsent(row.value(), again))
                        .bind("app", row.appId())
                        .bind("name", row.name())
                        .bind("scope", row.scope())
                        .bind("before", row.value())
                        .add();
                count++;
            }
            if (batch.size() > 0) batch.execute();
        }
        return count;
    }

    /** What goes has no value. */
    private static List<Row> rows(Handle sql, String table) {
        return sql.createQuery("select app_id, name, scope, value from " + table
                        + " where type = 'SECRET' and value <> '' order by app_id, name, scope")
                .map(ROW)
                .list();
    }
}
