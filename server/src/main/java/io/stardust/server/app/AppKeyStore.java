package io.stardust.server.app;

import io.stardust.server.access.secret.SealedValues;
import io.stardust.server.db.Rows;
import io.stardust.server.db.Visible;
import java.lang.invoke.MethodHandles;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;

/** Keys of apps in the database. Stateless; every method runs on the handle it is given. */
public final class AppKeyStore implements SealedValues {
    private static final RowMapper<AppKey> KEY = Rows.of(MethodHandles.lookup(), AppKey.class);
    private static final String SELECT = """
            select k.id, k.app_id, k.name, k.secret, k.created_at, k.created_by, k.expires_at, k.last_used_at,
                   k.revoked_at, k.placement_id, k.scopes, k.ingest
            from app_key k
            """;
    private static final String HOLDS = " k.revoked_at is null and (k.expires_at is null or k.expires_at > :now) ";

    void insert(Handle sql, AppKey key) {
        String insert = """
                insert into app_key (
                    id, app_id, name, secret, created_at, created_by, expires_at, last_used_at, revoked_at,
                    placement_id, scopes, ingest)
                values (
                    :id, :appId, :name, :secret, :createdAt, :createdBy, :expiresAt, :lastUsedAt, :revokedAt,
                    :placementId, :scopes, :ingest)
                """;
        sql.createUpdate(insert).bindMethods(key).execute();
    }

    /** A key of an app that may be seen. */
    Optional<AppKey> find(Handle sql, Visible visible, long appId, long id) {
        String query = SELECT + "join app a on a.id = k.app_id where k.id = :id and k.app_id = :app and "
                + visible.on("a.project_id");
        return sql.createQuery(query).bind("id", id).bind("app", appId).map(KEY).findOne();
    }

    /** The keys of an app behind {@code cursor}, by id. */
    List<AppKey> page(Handle sql, long appId, long cursor, int limit) {
        return sql.createQuery(SELECT + "where k.app_id = :app and k.id > :cursor order by k.id limit :limit")
                .bind("app", appId)
                .bind("cursor", cursor)
                .bind("limit", limit)
                .map(KEY)
                .list();
    }

    /** The keys of an app that hold, those first that were made for no placement. */
    List<AppKey> holding(Handle sql, long appId, long now) {
        return sql.createQuery(
                        SELECT + "where k.app_id = :app and" + HOLDS + "order by k.placement_id is not null, k.id desc")
                .bind("app", appId)
                .bind("now", now)
                .map(KEY)
                .list();
    }

    /** How many keys a placement got after {@code time}, epoch ms. */
    int made(Handle sql, long placementId, long time) {
        return sql.createQuery("select count(*) from app_key where placement_id = :placement and created_at > :time")
                .bind("placement", placementId)
                .bind("time", time)
                .mapTo(Integer.class)
                .one();
    }

    /** The keys of a placement that hold, the newest first. */
    List<AppKey> ofPlacement(Handle sql, long placementId, long now) {
        return sql.createQuery(SELECT + "where k.placement_id = :placement and" + HOLDS + "order by k.id desc")
                .bind("placement", placementId)
                .bind("now", now)
                .map(KEY)
                .list();
    }

    /** A key of an app, unless it was revoked. */
    Optional<AppKey> unrevoked(Handle sql, long appId, long id) {
        return sql.createQuery(SELECT + "where k.id = :id and k.app_id = :app and k.revoked_at is null")
                .bind("id", id)
                .bind("app", appId)
                .map(KEY)
                .findOne();
    }

    void expire(Handle sql, long id, long at) {
        sql.execute("update app_key set expires_at = ? where id = ?", at, id);
    }

    void revoke(Handle sql, long id, long at) {
        sql.execute("update app_key set revoked_at = ? where id = ?", at, id);
    }

    void used(Handle sql, long id, long at) {
        sql.execute("update app_key set last_used_at = ? where id = ?", at, id);
    }

    /** Deletes keys that ended before {@code before}. */
    static int expire(Handle sql, long before, int limit) {
        return sql.createUpdate("""
                        delete from app_key where id in (
                            select id from app_key where revoked_at < :before or expires_at < :before
                            order by id limit :limit)
                        """).bind("before", before).bind("limit", limit).execute();
    }

    @Override
    public long count(Handle sql) {
        return sql.createQuery("select count(*) from app_key").mapTo(Long.class).one();
    }

    @Override
    public int reseal(Handle sql, UnaryOperator<String> again) {
        List<AppKey> all = sql.createQuery(SELECT).map(KEY).list();
        for (AppKey key : all) {
            sql.execute("update app_key set secret = ? where id = ?", again.apply(key.secret()), key.id());
        }
        return all.size();
    }
}
