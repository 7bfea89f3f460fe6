package io.stardust.server.config;

import io.stardust.server.config.effective.Item;
import io.stardust.server.config.effective.ValueType;
import io.stardust.server.db.Rows;
import java.lang.invoke.MethodHandles;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jspecify.annotations.Nullable;

/** What rollouts carry, in the database. Stateless; every method runs on the handle it is given. */
final class CarriedStore {
    private static final RowMapper<Carried> CARRIED = Rows.of(MethodHandles.lookup(), Carried.class);
    private static final RowMapper<Spell> SPELL = Rows.of(MethodHandles.lookup(), Spell.class);
    private static final String SELECT =
            "select rollout_id, app_id, of_number, undoes, changes, state, number from config_carried ";

    /** An item, the release that set it and the one that took its place; {@code until} null: it is live. */
    record Spell(
            String name,
            String scope,
            ValueType type,
            String value,
            @Nullable String remark,
            long since,
            @Nullable Long until) {
        Item item() {
            return new Item(name, scope, type, value, remark);
        }
    }

    Optional<Carried> find(Handle sql, long rolloutId) {
        return sql.createQuery(SELECT + "where rollout_id = :rollout")
                .bind("rollout", rolloutId)
                .map(CARRIED)
                .findOne();
    }

    /** Whose the gray release of an app is; empty: no rollout's. */
    Optional<Carried> gray(Handle sql, long appId) {
        return sql.createQuery(SELECT + "where app_id = :app and state in ('HELD', 'OPEN')")
                .bind("app", appId)
                .map(CARRIED)
                .findOne();
    }

    void insert(Handle sql, Carried carried) {
        sql.createUpdate("""
                        insert into config_carried (rollout_id, app_id, of_number, undoes, changes, state, number)
                        values (:rollout, :app, :of, :undoes, :changes, :state, :number)
                        """)
                .bind("rollout", carried.rolloutId())
                .bind("app", carried.appId())
                .bind("of", carried.ofNumber())
                .bind("undoes", carried.undoes())
                .bind("changes", carried.changes())
                .bind("state", carried.state())
                .bind("number", carried.number())
                .execute();
    }

    void update(Handle sql, Carried carried) {
        sql.createUpdate("update config_carried set state = :state, number = :number where rollout_id = :rollout")
                .bind("state", carried.state())
                .bind("number", carried.number())
                .bind("rollout", carried.rolloutId())
                .execute();
    }

    /** What release {@code number} set, and what it took the place of. */
    List<Spell> around(Handle sql, long appId, long number) {
        String select = """
                select name, scope, type, value, remark, since, until
                from config_value
                where app_id = :app and (since = :number or until = :number)
                order by name, scope
                """;
        return sql.createQuery(select)
                .bind("app", appId)
                .bind("number", number)
                .map(SPELL)
                .list();
    }
}
