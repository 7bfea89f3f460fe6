package io.stardust.server.access;

import io.stardust.server.access.Access.Grant;
import io.stardust.server.db.Database;
import io.stardust.server.http.Caller;
import io.stardust.server.http.Role;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The tables of people, their sessions and the set-up code. Thread-safe. */
public final class AccessStore {
    private final Database db;

    public AccessStore(Database db) {
        this.db = db;
    }

    boolean anybody() {
        return db.read(AccessStore::anybody);
    }

    static boolean anybody(Handle sql) {
        return sql.createQuery("select count(*) from person").mapTo(Long.class).one() > 0;
    }

    Optional<Person> person(String name) {
        String query = "select id, name, password_hash, platform, created_at from person where name = :name";
        return db.read(sql -> sql.createQuery(query)
                .bind("name", name)
                .map((row, _) -> new Person(
                        row.getLong("id"),
                        row.getString("name"),
                        row.getString("password_hash"),
                        row.getBoolean("platform"),
                        row.getLong("created_at")))
                .findOne());
    }

    static void insert(Handle sql, Person person) {
        String insert = """
                insert into person (id, name, password_hash, platform, created_at)
                values (:id, :name, :hash, :platform, :at)
                """;
        sql.createUpdate(insert)
                .bind("id", person.id())
                .bind("name", person.name())
                .bind("hash", person.passwordHash())
                .bind("platform", person.platform())
                .bind("at", person.createdAt())
                .execute();
    }

    /** Adds a session and clears away those that have ended. */
    static void insert(Handle sql, Session session, String tokenHash) {
        sql.execute("delete from session where expires_at <= ?", session.createdAt());
        String insert = """
                insert into session (id, person_id, token_hash, address, created_at, expires_at)
                values (:id, :person, :hash, :address, :at, :expires)
                """;
        sql.createUpdate(insert)
                .bind("id", session.id())
                .bind("person", session.userId())
                .bind("hash", tokenHash)
                .bind("address", session.address())
                .bind("at", session.createdAt())
                .bind("expires", session.expiresAt())
                .execute();
    }

    static Optional<Session> session(Handle sql, String tokenHash) {
        String query = "select id, person_id, address, created_at, expires_at from session where token_hash = :hash";
        return sql.createQuery(query)
                .bind("hash", tokenHash)
                .map((row, _) -> new Session(
                        row.getLong("id"),
                        row.getLong("person_id"),
                        row.getString("address"),
                        row.getLong("created_at"),
                        row.getLong("expires_at")))
                .findOne();
    }

    static void deleteSession(Handle sql, long id) {
        sql.execute("delete from session where id = ?", id);
    }

    /** Replaces the set-up code. */
    static void putCode(Handle sql, String codeHash, long now) {
        String upsert = """
                insert into setup_code (id, code_hash, created_at) values (1, :hash, :now)
                on conflict (id) do update set code_hash = excluded.code_hash, created_at = excluded.created_at
                """;
        sql.createUpdate(upsert).bind("hash", codeHash).bind("now", now).execute();
    }

    Optional<String> codeHash() {
        return db.read(AccessStore::codeHash);
    }

    static Optional<String> codeHash(Handle sql) {
        return sql.createQuery("select code_hash from setup_code")
                .mapTo(String.class)
                .findOne();
    }

    static void deleteCode(Handle sql) {
        sql.execute("delete from setup_code");
    }

    @Nullable
    Grant sessionGrant(String tokenHash) {
        String query = """
                select p.id, p.name, p.platform, s.expires_at
                from session s join person p on p.id = s.person_id
                where s.token_hash = :hash
                """;
        return db.read(sql -> sql.createQuery(query)
                .bind("hash", tokenHash)
                .map((row, _) -> {
                    String name = row.getString("name");
                    long id = row.getLong("id");
                    var caller = new Caller(
                            "user:%d %s".formatted(id, name), id, name, row.getBoolean("platform"), Map.of());
                    return new Grant(caller, null, Instant.ofEpochMilli(row.getLong("expires_at")));
                })
                .findOne()
                .orElse(null));
    }

    @Nullable
    Grant apiGrant(String tokenHash) {
        String query = """
                select t.id, t.name, t.project_id, t.role, t.expires_at, p.id as person_id, p.name as person, p.platform
                from token t join person p on p.id = t.person_id
                where t.kind = 'api' and t.token_hash = :hash
                """;
        return db.read(sql -> sql.createQuery(query)
                .bind("hash", tokenHash)
                .map((row, _) -> grant(row))
                .findOne()
                .orElse(null));
    }

    private static Grant grant(ResultSet row) throws SQLException {
        long id = row.getLong("id");
        String actor = "token:%d %s".formatted(id, row.getString("name"));
        long project = row.getLong("project_id");
        boolean limited = !row.wasNull();
        Map<Long, Role> roles = limited ? Map.of(project, Role.valueOf(row.getString("role"))) : Map.of();
        var caller = new Caller(
                actor,
                row.getLong("person_id"),
                row.getString("person"),
                !limited && row.getBoolean("platform"),
                roles);
        long expires = row.getLong("expires_at");
        return new Grant(caller, id, row.wasNull() ? null : Instant.ofEpochMilli(expires));
    }

    void writeUses(Map<Long, Long> lastUsed) {
        db.write(sql -> {
            var batch = sql.prepareBatch("update token set last_used_at = :at where id = :id");
            lastUsed.forEach((id, at) -> batch.bind("id", id).bind("at", at).add());
            return batch.execute();
        });
    }
}
