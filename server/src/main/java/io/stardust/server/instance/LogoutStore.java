package io.stardust.server.instance;

import java.util.List;
import org.jdbi.v3.core.Handle;

/** Logins of instances that were ended. Stateless; every method runs on the handle it is given. */
final class LogoutStore {
    /** No token of this client of an app holds that was issued at or before {@code at}, epoch ms. */
    record Logout(long appId, String client, long at) {}

    void put(Handle sql, Logout logout) {
        String put = """
                insert into app_logout (app_id, client_id, ended_at) values (:app, :client, :at)
                on conflict (app_id, client_id) do update set ended_at = :at
                """;
        sql.createUpdate(put)
                .bind("app", logout.appId())
                .bind("client", logout.client())
                .bind("at", logout.at())
                .execute();
    }

    List<Logout> all(Handle sql) {
        return sql.createQuery("select app_id, client_id, ended_at from app_logout")
                .map((row, _) -> new Logout(row.getLong("app_id"), row.getString("client_id"), row.getLong("ended_at")))
                .list();
    }

    /** Forgets at most {@code limit} of before {@code time}, epoch ms. */
    int delete(Handle sql, long time, int limit) {
        String delete = """
                delete from app_logout
                where (app_id, client_id) in (
                    select app_id, client_id from app_logout where ended_at < :time limit :limit)
                """;
        return sql.createUpdate(delete).bind("time", time).bind("limit", limit).execute();
    }
}
