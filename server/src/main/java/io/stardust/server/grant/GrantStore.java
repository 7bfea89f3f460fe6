package io.stardust.server.grant;

import io.stardust.api.grant.GrantView;
import io.stardust.server.db.Rows;
import io.stardust.server.db.Visible;
import java.lang.invoke.MethodHandles;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;

/** Grants in the database. Stateless; every method runs on the handle it is given. */
final class GrantStore {
    private static final RowMapper<GrantView> GRANT = Rows.of(MethodHandles.publicLookup(), GrantView.class);
    private static final RowMapper<Pair> PAIR = Rows.of(MethodHandles.lookup(), Pair.class);
    private static final RowMapper<AppRow> APP = Rows.of(MethodHandles.lookup(), AppRow.class);
    private static final String SELECT = """
            select g.id, g.project_id, g.consumer_app_id, c.name as consumer_app, c.project_id as consumer_project_id,
                g.provider_app_id, p.name as provider_app, g.note, g.created_by, g.created_at
            from call_grant g
            join app c on c.id = g.consumer_app_id
            join app p on p.id = g.provider_app_id
            """;

    /** Who may call whom. */
    record Pair(long consumerAppId, long providerAppId, String providerApp) {}

    /** An app, as far as grants know it. */
    record AppRow(long id, long projectId, String name) {}

    void insert(Handle sql, GrantView grant) {
        String insert = """
                insert into call_grant (id, project_id, consumer_app_id, provider_app_id, note, created_by, created_at)
                values (:id, :projectId, :consumerAppId, :providerAppId, :note, :createdBy, :createdAt)
                """;
        sql.createUpdate(insert).bindMethods(grant).execute();
    }

    void delete(Handle sql, long id) {
        sql.createUpdate("delete from call_grant where id = :id").bind("id", id).execute();
    }

    /** What was given to an app, or for it. */
    void deleteOf(Handle sql, long appId) {
        sql.createUpdate("delete from call_grant where consumer_app_id = :app or provider_app_id = :app")
                .bind("app", appId)
                .execute();
    }

    Optional<GrantView> find(Handle sql, Visible visible, long id) {
        return sql.createQuery(SELECT + "where g.id = :id and " + seen(visible))
                .bind("id", id)
                .map(GRANT)
                .findOne();
    }

    boolean isThere(Handle sql, long consumer, long provider) {
        String select = "select 1 from call_grant where consumer_app_id = :consumer and provider_app_id = :provider";
        return sql.createQuery(select)
                .bind("consumer", consumer)
                .bind("provider", provider)
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }

    /** Behind {@code cursor}, by id, one more than {@code limit} when there are more; {@code app} 0 for all. */
    List<GrantView> list(Handle sql, Visible visible, Filter filter, long cursor, int limit) {
        String select = SELECT + """
                where g.id > :cursor and %s
                  and (:project = 0 or g.project_id = :project or c.project_id = :project)
                  and (:app = 0 or g.consumer_app_id = :app or g.provider_app_id = :app)
                  and lower(c.name || ' ' || p.name || ' ' || coalesce(g.note, '')) like :q escape '!'
                order by g.id
                limit :limit
                """.formatted(seen(visible));
        return sql.createQuery(select)
                .bind("cursor", cursor)
                .bind("project", filter.project())
                .bind("app", filter.app())
                .bind("q", filter.pattern())
                .bind("limit", limit + 1)
                .map(GRANT)
                .list();
    }

    /** Both sides know of a grant. */
    private static String seen(Visible visible) {
        return "(" + visible.on("c.project_id") + " or " + visible.on("g.project_id") + ")";
    }

    /** All of them, for whoever decides by them. */
    List<Pair> pairs(Handle sql) {
        String select = """
                select g.consumer_app_id, g.provider_app_id, p.name as provider_app
                from call_grant g
                join app p on p.id = g.provider_app_id
                order by g.consumer_app_id, p.name
                """;
        return sql.createQuery(select).map(PAIR).list();
    }

    /** The app of that name, if it may be seen. */
    Optional<AppRow> app(Handle sql, Visible visible, String name) {
        return sql.createQuery(
                        "select id, project_id, name from app where name = :name and " + visible.on("project_id"))
                .bind("name", name)
                .map(APP)
                .findOne();
    }

    /** Which grants somebody wants, 0 for all; {@code pattern} is of SQL's like with {@code !} as the escape. */
    record Filter(String pattern, long project, long app) {}
}
