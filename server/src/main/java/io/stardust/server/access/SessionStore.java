package io.stardust.server.access;

import io.stardust.server.db.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The table of sessions. Thread-safe. */
public final class SessionStore {
    private static final String SELECT =
            "select s.id, s.person_id, s.address, s.user_agent, s.created_at, s.seen_at, s.expires_at from session s ";

    private final Database db;

    public SessionStore(Database db) {
        this.db = db;
    }

    /** The sessions of a person that have not ended, by id. */
    List<Session> page(long personId, long now, long after, int limit) {
        String query = SELECT
                + "where s.person_id = :person and s.expires_at > :now and s.id > :after order by s.id limit :limit";
        return db.read(sql -> sql.createQuery(query)
                .bind("person", personId)
                .bind("now", now)
                .bind("after", after)
                .bind("limit", limit)
                .map((row, _) -> session(row))
                .list());
    }

    static Optional<Session> find(Handle sql, long id) {
        return sql.createQuery(SELECT + "where s.id = :id")
                .bind("id", id)
                .map((row, _) -> session(row))
                .findOne();
    }

    /** Adds a session and clears away those that have ended. */
    static void insert(Handle sql, Session session, String tokenHash) {
        sql.execute("delete from session where expires_at <= ?", session.createdAt());
        String insert = """
                insert into session (id, person_id, token_hash, address, user_agent, created_at, seen_at, expires_at)
                values (:id, :person, :hash, :address, :agent, :at, :at, :expires)
                """;
        sql.createUpdate(insert)
                .bind("id", session.id())
                .bind("person", session.userId())
                .bind("hash", tokenHash)
                .bind("address", session.address())
                .bind("agent", session.userAgent())
                .bind("at", session.createdAt())
                .bind("expires", session.expiresAt())
                .execute();
        sql.execute("update person set seen_at = ? where id = ?", session.createdAt(), session.userId());
    }

    static int expire(Handle sql, long before, int limit) {
        return sql.execute(
                "delete from session where id in (select id from session where expires_at < ? order by expires_at limit ?)",
                before,
                limit);
    }

    static void delete(Handle sql, long id) {
        sql.execute("delete from session where id = ?", id);
    }

    /** Ends all sessions of a person but one; 0 for all of them. */
    public static int deleteOthers(Handle sql, long personId, long keep) {
        return sql.execute("delete from session where person_id = ? and id <> ?", personId, keep);
    }

    private static Session session(ResultSet row) throws SQLException {
        return new Session(
                row.getLong("id"),
                row.getLong("person_id"),
                row.getString("address"),
                row.getString("user_agent"),
                row.getLong("created_at"),
                row.getLong("seen_at"),
                row.getLong("expires_at"));
    }
}
