package io.stardust.server.release;

import io.stardust.api.release.SigningKeyView;
import io.stardust.server.db.Rows;
import io.stardust.server.db.Visible;
import java.lang.invoke.MethodHandles;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jspecify.annotations.Nullable;

/** Signing keys in the database. Stateless; every method runs on the handle it is given. */
final class SigningKeyStore {
    private static final RowMapper<SigningKeyView> KEY = Rows.of(MethodHandles.lookup(), SigningKeyView.class);
    private static final String SELECT = """
            select k.id, k.project_id, k.name, k.key_id, k.public_key, k.created_by, k.created_at
            from signing_key k
            """;

    void insert(Handle sql, SigningKeyView key) {
        String insert = """
                insert into signing_key (id, project_id, name, key_id, public_key, created_by, created_at)
                values (:id, :projectId, :name, :keyId, :publicKey, :createdBy, :createdAt)
                """;
        sql.createUpdate(insert).bindMethods(key).execute();
    }

    void delete(Handle sql, long id) {
        sql.execute("delete from signing_key where id = ?", id);
    }

    Optional<SigningKeyView> find(Handle sql, Visible visible, long id) {
        return sql.createQuery(SELECT + "where k.id = :id and " + visible.on("k.project_id"))
                .bind("id", id)
                .map(KEY)
                .findOne();
    }

    @Nullable
    SigningKeyView find(Handle sql, long projectId, String keyId) {
        return sql.createQuery(SELECT + "where k.project_id = :project and k.key_id = :key")
                .bind("project", projectId)
                .bind("key", keyId)
                .map(KEY)
                .findOne()
                .orElse(null);
    }

    List<SigningKeyView> page(Handle sql, long projectId, long after, int limit) {
        return sql.createQuery(SELECT + "where k.project_id = :project and k.id > :after order by k.id limit :limit")
                .bind("project", projectId)
                .bind("after", after)
                .bind("limit", limit)
                .map(KEY)
                .list();
    }

    /** Whether the project takes signed packages only. */
    boolean required(Handle sql, long projectId) {
        return sql.createQuery("select p.require_signature from project p where p.id = :id")
                .bind("id", projectId)
                .map((row, _) -> row.getBoolean(1))
                .findOne()
                .orElse(false);
    }
}
