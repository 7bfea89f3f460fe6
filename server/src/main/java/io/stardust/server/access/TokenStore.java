package io.stardust.server.access;

import io.stardust.server.db.Database;
import io.stardust.server.db.Visible;
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

    /** Tokens without a project are seen by those alone who see everything. */
    List<Token> page(Visible visible, long after, int limit) {
        String query = SELECT + "where t.id > :after and " + visible.on("t.project_id") + " order by t.id limit :limit";
        return db.read(sql -> sql.createQuery(query)
                .bind("after", after)
                .bind("limit", limit)
                .map((row, _) -> token(row))
                .list());
    }

    static Optional<Token> find(Handle sql, Visible visible, long id) {
        String query = SELECT + "where t.id = :id and " + visible.on("t.project_id");
        return sql.createQuery(query).bind("id", id).map((row, _) -> token(row)).findOne();
    }

    Optional<Token> enrolment(String tokenHash) {
        String query = SELECT + "where t.kind = 'enrol' and t.token_hash = :hash";
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
                .bind("kind", io.stardust.server.http.Check.word(token.kind()))
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
