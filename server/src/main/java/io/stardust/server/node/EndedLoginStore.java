package io.stardust.server.node;

import io.stardust.server.access.MachineTokens;
import io.stardust.server.db.Database;

/** Logins that agents have ended, kept for as long as their tokens would hold. Thread-safe. */
public final class EndedLoginStore {
    private final Database db;
    private final MachineTokens tokens;

    public EndedLoginStore(Database db, MachineTokens tokens) {
        this.db = db;
        this.tokens = tokens;
    }

    /** Reads what ended in an earlier life. */
    public void start() {
        db.read(sql -> sql.createQuery("select code, client_id, ended_at from ended_login")
                        .map((row, _) ->
                                new Ended(row.getString("code"), row.getString("client_id"), row.getLong("ended_at")))
                        .list())
                .forEach(ended -> tokens.endedAt(ended.code(), ended.clientId(), ended.at()));
    }

    /** No token of this login holds from now on. */
    void end(MachineTokens.Claims claims) {
        long at = tokens.end(claims);
        db.write(sql -> {
            sql.createUpdate("delete from ended_login where ended_at < :old")
                    .bind("old", at - 2 * tokens.lifetime().toMillis())
                    .execute();
            return sql.createUpdate("""
                            insert into ended_login (code, client_id, ended_at) values (:code, :client, :at)
                            on conflict (code, client_id) do update set ended_at = :at
                            """)
                    .bind("code", claims.subject())
                    .bind("client", claims.clientId())
                    .bind("at", at)
                    .execute();
        });
    }

    private record Ended(String code, String clientId, long at) {}
}
