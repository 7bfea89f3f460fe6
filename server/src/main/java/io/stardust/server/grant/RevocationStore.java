package io.stardust.server.grant;

import java.util.List;
import org.jdbi.v3.core.Handle;

/** Which apps' service tokens hold no longer. Stateless; every method runs on the handle it is given. */
final class RevocationStore {
    /** Tokens of {@code app} that were issued at or before {@code second} of the epoch have ended. */
    record Revocation(String app, long second) {
        @Override
        public String toString() {
            return app + "@" + second;
        }
    }

    void put(Handle sql, Revocation revocation, long now) {
        String put = """
                insert into revocation (app, before_second, revoked_at) values (:app, :second, :now)
                on conflict (app) do update set before_second = :second, revoked_at = :now
                """;
        sql.createUpdate(put)
                .bind("app", revocation.app())
                .bind("second", revocation.second())
                .bind("now", now)
                .execute();
    }

    List<Revocation> all(Handle sql) {
        return sql.createQuery("select app, before_second from revocation order by app")
                .map((row, _) -> new Revocation(row.getString("app"), row.getLong("before_second")))
                .list();
    }

    /**
     * Forgets at most {@code limit} whose tokens no provider takes any more: those of before {@code time}, epoch ms.
     */
    int delete(Handle sql, long time, int limit) {
        String delete = """
                delete from revocation
                where app in (select app from revocation where revoked_at < :time limit :limit)
                """;
        return sql.createUpdate(delete).bind("time", time).bind("limit", limit).execute();
    }
}
