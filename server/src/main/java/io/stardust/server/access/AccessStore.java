package io.stardust.server.access;

import io.stardust.server.access.Access.Grant;
import io.stardust.server.db.Database;
import io.stardust.server.http.Caller;
import io.stardust.server.http.Role;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Reads what tokens are worth, and keeps when they were used; also the set-up code. Thread-safe. */
public final class AccessStore {
    private final Database db;

    public AccessStore(Database db) {
        this.db = db;
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
                select p.id as person_id, p.name as person, p.platform, s.id, s.expires_at
                from session s join person p on p.id = s.person_id
                where s.token_hash = :hash and not p.locked
                """;
        return db.read(sql -> sql.createQuery(query)
                .bind("hash", tokenHash)
                .map((row, _) -> session(sql, row))
                .findOne()
                .orElse(null));
    }

    private static Grant session(Handle sql, ResultSet row) throws SQLException {
        long person = row.getLong("person_id");
        String name = row.getString("person");
        long expires = row.getLong("expires_at");
        var via = new Caller.Via(row.getLong("id"), 0, expires, null);
        var caller = new Caller(
                "user:%d %s".formatted(person, name),
                person,
                name,
                row.getBoolean("platform"),
                roles(sql, person),
                via);
        return new Grant(caller, Instant.ofEpochMilli(expires));
    }

    @Nullable
    Grant apiGrant(String tokenHash) {
        String query = """
                select t.id, t.name, t.project_id, t.role, t.expires_at, p.id as person_id, p.name as person, p.platform
                from token t join person p on p.id = t.person_id
                where t.kind = 'api' and t.token_hash = :hash and not p.locked
                """;
        return db.read(sql -> sql.createQuery(query)
                .bind("hash", tokenHash)
                .map((row, _) -> api(sql, row))
                .findOne()
                .orElse(null));
    }

    /** Never more than its owner may at this moment. */
    private static Grant api(Handle sql, ResultSet row) throws SQLException {
        long id = row.getLong("id");
        long person = row.getLong("person_id");
        boolean platform = row.getBoolean("platform");
        long expiresAt = row.getLong("expires_at");
        @Nullable Long expires = row.wasNull() ? null : expiresAt;
        long project = row.getLong("project_id");
        boolean limited = !row.wasNull();
        Map<Long, Role> roles = roles(sql, person);
        if (limited) {
            @Nullable Role owners = platform ? Role.ADMIN : roles.get(project);
            Role given = Role.valueOf(row.getString("role"));
            roles = owners == null ? Map.of() : Map.of(project, lesser(owners, given));
        }
        var caller = new Caller(
                "token:%d %s".formatted(id, row.getString("name")),
                person,
                row.getString("person"),
                platform && !limited,
                roles,
                new Caller.Via(0, id, expires, null));
        return new Grant(caller, expires == null ? null : Instant.ofEpochMilli(expires));
    }

    private static Role lesser(Role a, Role b) {
        return a.compareTo(b) <= 0 ? a : b;
    }

    private static Map<Long, Role> roles(Handle sql, long person) {
        Map<Long, Role> roles = new HashMap<>();
        sql.createQuery("select project_id, role from membership where person_id = :person")
                .bind("person", person)
                .map((row, _) -> roles.put(row.getLong("project_id"), Role.valueOf(row.getString("role"))))
                .list();
        return roles;
    }

    void writeUses(Map<Long, Long> tokens, Map<Long, Long> sessions) {
        db.write(sql -> {
            tokens.forEach((id, at) -> sql.execute("update token set last_used_at = ? where id = ?", at, id));
            sessions.forEach((id, at) -> {
                sql.execute("update session set seen_at = ? where id = ?", at, id);
                sql.execute(
                        "update person set seen_at = ? where id = (select person_id from session where id = ?)",
                        at,
                        id);
            });
            return tokens.size() + sessions.size();
        });
    }
}
