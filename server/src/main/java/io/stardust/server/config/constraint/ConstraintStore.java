package io.stardust.server.config.constraint;

import io.stardust.api.config.ConfigConstraint;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** The SQL of constraints. Stateless; runs on the handle it is given. */
final class ConstraintStore {
    /** By key. */
    List<ConfigConstraint> of(Handle sql, long appId) {
        return sql.createQuery("""
                        select name, required, pattern, schema
                        from config_constraint
                        where app_id = :app
                        order by name
                        """)
                .bind("app", appId)
                .map((row, _) -> new ConfigConstraint(
                        row.getString("name"),
                        row.getBoolean("required"),
                        row.getString("pattern"),
                        row.getString("schema")))
                .list();
    }

    void put(Handle sql, long appId, ConfigConstraint constraint) {
        sql.createUpdate("""
                        insert into config_constraint (app_id, name, required, pattern, schema)
                        values (:app, :name, :required, :pattern, :schema)
                        on conflict (app_id, name) do update set required = excluded.required,
                            pattern = excluded.pattern, schema = excluded.schema
                        """)
                .bind("app", appId)
                .bind("name", constraint.key())
                .bind("required", constraint.required())
                .bind("pattern", constraint.pattern())
                .bind("schema", constraint.schema())
                .execute();
    }

    void delete(Handle sql, long appId, String key) {
        sql.createUpdate("delete from config_constraint where app_id = :app and name = :name")
                .bind("app", appId)
                .bind("name", key)
                .execute();
    }
}
