package io.stardust.server.config.store;

import io.stardust.server.db.Like;
import io.stardust.server.db.Rows;
import io.stardust.server.db.Visible;
import java.lang.invoke.MethodHandles;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The sheets of apps in the database. Stateless; every method runs on the handle it is given. */
public final class SheetStore {
    private static final RowMapper<SheetRow> SHEET = Rows.of(MethodHandles.lookup(), SheetRow.class);
    private static final RowMapper<Owner> OWNER = Rows.of(MethodHandles.lookup(), Owner.class);
    private static final RowMapper<Quote> QUOTE = Rows.of(MethodHandles.lookup(), Quote.class);
    private static final String QUOTES = """
            select a.id as app_id, a.name as app, b.id as source_id, b.name as source, 1 = 0 as global,
                coalesce(s.enabled and (s.share = 'ALL' or (s.share = 'PROJECT' and a.project_id = b.project_id)), 1 = 0)
                    as readable
            from config_quote q
            join app a on a.id = q.app_id
            join app b on b.id = q.quoted_app_id
            left join config_sheet s on s.app_id = b.id
            """;
    private static final String SELECT = """
            select s.app_id, a.name as app, a.project_id, s.enabled, s.share, s.global, s.read_only, s.number, s.stamp,
                s.publish_at, s.publish_by, s.publish_message, s.revision, s.created_at, s.updated_at
            from config_sheet s
            join app a on a.id = s.app_id
            """;

    /** An app, as far as its config knows it. */
    public record Owner(long id, String name, long projectId) {}

    /**
     * That an app inherits from another.
     *
     * @param readable whether the other is switched on and shared with it
     */
    public record Quote(long appId, String app, long sourceId, String source, boolean global, boolean readable) {}

    public Optional<SheetRow> find(Handle sql, long appId) {
        return sql.createQuery(SELECT + "where s.app_id = :app")
                .bind("app", appId)
                .map(SHEET)
                .findOne();
    }

    public Optional<SheetRow> named(Handle sql, String app) {
        return sql.createQuery(SELECT + "where a.name = :app")
                .bind("app", app)
                .map(SHEET)
                .findOne();
    }

    /** Those that others inherit without quoting them. */
    public List<SheetRow> globals(Handle sql) {
        return sql.createQuery(SELECT + "where s.global and s.enabled order by a.name")
                .map(SHEET)
                .list();
    }

    /**
     * Those that may be seen and whose app has {@code q} in its name, by name, {@code limit} of those after
     * {@code after}.
     */
    public List<SheetRow> page(Handle sql, Visible visible, String q, String after, int limit) {
        return sql.createQuery(SELECT + "where a.approved and " + visible.on("a.project_id")
                        + " and a.name > :after and lower(a.name) like :q escape '!' order by a.name limit :limit")
                .bind("after", after)
                .bind("q", Like.containing(q))
                .bind("limit", limit)
                .map(SHEET)
                .list();
    }

    /** The app, if it may be seen. */
    public Optional<Owner> owner(Handle sql, Visible visible, long appId) {
        return sql.createQuery("select id, name, project_id from app where id = :app and approved and "
                        + visible.on("project_id"))
                .bind("app", appId)
                .map(OWNER)
                .findOne();
    }

    public Optional<Owner> ownerNamed(Handle sql, Visible visible, String app) {
        return sql.createQuery("select id, name, project_id from app where name = :app and approved and "
                        + visible.on("project_id"))
                .bind("app", app)
                .map(OWNER)
                .findOne();
    }

    /** Those whose planned publish is due at {@code now}. */
    public List<SheetRow> due(Handle sql, long now) {
        return sql.createQuery(SELECT + "where s.publish_at <= :now order by s.publish_at")
                .bind("now", now)
                .map(SHEET)
                .list();
    }

    public void insert(Handle sql, SheetRow sheet) {
        String insert = """
                insert into config_sheet (app_id, enabled, share, global, read_only, number, stamp, publish_at, publish_by,
                    publish_message, revision, created_at, updated_at)
                values (:appId, :enabled, :share, :global, :readOnly, :number, :stamp, :publishAt, :publishBy,
                    :publishMessage, :revision, :createdAt, :updatedAt)
                """;
        sql.createUpdate(insert).bindMethods(sheet).execute();
    }

    public void update(Handle sql, SheetRow sheet) {
        String update = """
                update config_sheet set enabled = :enabled, share = :share, global = :global, read_only = :readOnly,
                    number = :number, stamp = :stamp, publish_at = :publishAt, publish_by = :publishBy,
                    publish_message = :publishMessage, revision = :revision, updated_at = :updatedAt
                where app_id = :appId
                """;
        sql.createUpdate(update).bindMethods(sheet).execute();
    }

    /** Ids of the apps that {@code appId} inherits from, the first one first. */
    public List<Long> quotes(Handle sql, long appId) {
        return sql.createQuery("select quoted_app_id from config_quote where app_id = :app order by position")
                .bind("app", appId)
                .mapTo(Long.class)
                .list();
    }

    /** Names of the same; apps that are gone have none. */
    public List<String> quoteNames(Handle sql, long appId) {
        String select = """
                select a.name
                from config_quote q
                join app a on a.id = q.quoted_app_id
                where q.app_id = :app
                order by q.position
                """;
        return sql.createQuery(select).bind("app", appId).mapTo(String.class).list();
    }

    /** Whom {@code appId} quotes, the first one first. */
    public List<Quote> quotesOf(Handle sql, long appId) {
        return sql.createQuery(QUOTES + "where q.app_id = :app order by q.position")
                .bind("app", appId)
                .map(QUOTE)
                .list();
    }

    /** Who of those that may be seen quotes {@code appId}, by name, {@code limit} of them. */
    public List<Quote> quotesFrom(Handle sql, Visible visible, long appId, int limit) {
        return sql.createQuery(QUOTES + "where q.quoted_app_id = :app and " + visible.on("a.project_id")
                        + " order by a.name limit :limit")
                .bind("app", appId)
                .bind("limit", limit)
                .map(QUOTE)
                .list();
    }

    public void quote(Handle sql, long appId, List<Long> quoted) {
        sql.createUpdate("delete from config_quote where app_id = :app")
                .bind("app", appId)
                .execute();
        if (quoted.isEmpty()) return;
        PreparedBatch batch = sql.prepareBatch(
                "insert into config_quote (app_id, position, quoted_app_id) values (:app, :position, :quoted)");
        for (int i = 0; i < quoted.size(); i++) {
            batch.bind("app", appId)
                    .bind("position", i)
                    .bind("quoted", quoted.get(i))
                    .add();
        }
        batch.execute();
    }
}
