package io.stardust.server.config.store;

import io.stardust.server.db.Rows;
import java.lang.invoke.MethodHandles;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * What instances make of their config, in the database: keys that they read, and worker ids. Stateless; every method
 * runs on the handle it is given.
 */
public final class UseStore {
    private static final RowMapper<KeyRow> KEY = Rows.of(MethodHandles.lookup(), KeyRow.class);
    private static final RowMapper<WorkerRow> WORKER = Rows.of(MethodHandles.lookup(), WorkerRow.class);

    /** When a key was read last, and asked for in vain, epoch ms; 0: never. */
    public record KeyRow(long appId, String name, long usedAt, long missedAt) {}

    /** Who has a number, and asked last at {@code seenAt}, epoch ms. */
    public record WorkerRow(long appId, int number, String client, long seenAt) {}

    public List<KeyRow> keys(Handle sql, long appId) {
        return sql.createQuery("select app_id, name, used_at, missed_at from config_use where app_id = :app")
                .bind("app", appId)
                .map(KEY)
                .list();
    }

    /** Of apps that are gone nothing is kept. */
    public void put(Handle sql, Collection<KeyRow> rows) {
        Set<Long> there = Set.copyOf(
                sql.createQuery("select id from app").mapTo(Long.class).list());
        PreparedBatch batch = sql.prepareBatch("""
                insert into config_use (app_id, name, used_at, missed_at) values (:app, :name, :used, :missed)
                on conflict (app_id, name) do update set used_at = excluded.used_at, missed_at = excluded.missed_at
                """);
        for (KeyRow row : rows) {
            if (!there.contains(row.appId())) continue;
            batch.bind("app", row.appId())
                    .bind("name", row.name())
                    .bind("used", row.usedAt())
                    .bind("missed", row.missedAt())
                    .add();
        }
        if (batch.size() > 0) batch.execute();
    }

    /** The one that asked last comes last. */
    public List<WorkerRow> workers(Handle sql, long appId) {
        return sql.createQuery(
                        "select app_id, number, client, seen_at from config_worker where app_id = :app order by seen_at")
                .bind("app", appId)
                .map(WORKER)
                .list();
    }

    public void put(Handle sql, WorkerRow row) {
        String put = """
                insert into config_worker (app_id, number, client, seen_at) values (:app, :number, :client, :seen)
                on conflict (app_id, number) do update set client = excluded.client, seen_at = excluded.seen_at
                """;
        sql.createUpdate(put)
                .bind("app", row.appId())
                .bind("number", row.number())
                .bind("client", row.client())
                .bind("seen", row.seenAt())
                .execute();
    }
}
