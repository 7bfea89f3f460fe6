package io.stardust.server.access;

import io.stardust.server.db.Database;
import io.stardust.server.http.Caller;
import io.stardust.server.http.Check;
import io.stardust.server.http.Role;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The table of tokens. Thread-safe. */
public final class TokenStore {
    private static final String SELECT = """
            select t.id, t.kind, t.name, t.person_id, p.name as person, t.project_id, t.role,
                   t.created_at, t.expires_at, t.last_used_at
            from token t join person p on p.id = t.person_id
            """;

    private final Database db;

    public TokenStore(Database db) {
        this.db = db;
    }

    List<Token> page(Caller caller, @Nullable Long project, Token.@Nullable Kind kind, long after, int limit) {
        String query = SELECT + "where t.id > :after and " + visible(caller)
                + (project == null ? "" : " and t.project_id = :project")
                + (kind == null ? "" : " and t.kind = :kind")
                + " order by t.id limit :limit";
        return db.read(sql -> {
            var bound = sql.createQuery(query).bind("after", after).bind("limit", limit);
            if (project != null) bound.bind("project", project);
            if (kind != null) bound.bind("kind", Check.word(kind));
            return bound.map((row, _) -> token(row)).list();
        });
    }

    static Optional<Token> find(Handle sql, Caller caller, long id) {
        String query = SELECT + "where t.id = :id and " + visible(caller);
        return sql.createQuery(query).bind("id", id).map((row, _) -> token(row)).findOne();
    }

    /**
     * Those of projects that the caller administers, and the caller's own: as a token only within the projects that the
     * token reaches.
     */
    private static String visible(Caller caller) {
        String own = "t.person_id = " + caller.userId();
        if (caller.via().tokenId() != 0) own += " and " + caller.visible().on("t.project_id");
        return "(" + caller.visible(Role.ADMIN).on("t.project_id") + " or (" + own + "))";
    }

    Optional<Token> enrolment(String tokenHash) {
        // worth nothing once its owner could not make it any more
        String query = SELECT + """
                where t.kind = 'enrol' and t.token_hash = :hash and not p.locked
                  and (p.platform or exists (select 1 from membership m where m.person_id = p.id
                                             and m.project_id = t.project_id and m.role = 'ADMIN'))
                """;
        return db.read(sql -> sql.createQuery(query)
                .bind("hash", tokenHash)
                .map((row, _) -> token(row))
                .findOne());
    }

    static void insert(Handle sql, Token token, String tokenHash) {
        String insert = """
                insert into token (id, kind, name, token_hash, person_id, project_id, role, created_at, expires_at)
                values (:id, :kind, :name, :hash, :person, :project, :role, :at, :expires)
                """;
        sql.createUpdate(insert)
                .bind("id", token.id())
                .bind("kind", Check.word(token.kind()))
                .bind("name", token.name())
                .bind("hash", tokenHash)
                .bind("person", token.personId())
                .bind("project", token.projectId())
                .bind("role", token.role() == null ? null : token.role().name())
                .bind("at", token.createdAt())
                .bind("expires", token.expiresAt())
                .execute();
    }

    static void delete(Handle sql, long id) {
        sql.execute("delete from token where id = ?", id);
    }

    private static Token token(ResultSet row) throws SQLException {
        @Nullable String role = row.getString("role");
        return new Token(
                row.getLong("id"),
                row.getString("kind").equals("api") ? Token.Kind.API : Token.Kind.ENROL,
                row.getString("name"),
                row.getLong("person_id"),
                row.getString("person"),
                number(row, "project_id"),
                role == null ? null : Role.valueOf(role),
                row.getLong("created_at"),
                number(row, "expires_at"),
                number(row, "last_used_at"));
    }

    private static @Nullable Long number(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : value;
    }
}
