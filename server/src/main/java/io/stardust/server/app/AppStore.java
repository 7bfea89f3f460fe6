package io.stardust.server.app;

import io.stardust.server.db.Rows;
import io.stardust.server.db.Visible;
import java.lang.invoke.MethodHandles;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;

/** Apps in the database. Stateless; every method runs on the handle it is given. */
final class AppStore {
    private static final RowMapper<App> APP = Rows.of(MethodHandles.lookup(), App.class);
    private static final String SELECT = """
            select id, project_id, name, display_name, enabled, revision, created_at, updated_at
            from app
            """;

    void insert(Handle sql, App app) {
        String insert = """
                insert into app (id, project_id, name, display_name, enabled, revision, created_at, updated_at)
                values (:id, :projectId, :name, :displayName, :enabled, :revision, :createdAt, :updatedAt)
                """;
        sql.createUpdate(insert).bindMethods(app).execute();
    }

    void update(Handle sql, App app) {
        String update = """
                update app
                set name = :name, display_name = :displayName, enabled = :enabled, revision = :revision,
                    updated_at = :updatedAt
                where id = :id
                """;
        sql.createUpdate(update).bindMethods(app).execute();
    }

    void delete(Handle sql, long id) {
        sql.createUpdate("delete from app where id = :id").bind("id", id).execute();
    }

    Optional<App> find(Handle sql, Visible visible, long id) {
        return sql.createQuery(SELECT + "where id = :id and " + visible.on("project_id"))
                .bind("id", id)
                .map(APP)
                .findOne();
    }

    /** The app of that name, whoever's: names are unique on the server. */
    Optional<App> named(Handle sql, String name) {
        return sql.createQuery(SELECT + "where name = :name")
                .bind("name", name)
                .map(APP)
                .findOne();
    }

    /** The apps behind {@code cursor}, by id, one more than {@code limit} when there are more. */
    List<App> list(Handle sql, Visible visible, AppFilter filter, long cursor, int limit) {
        String select = SELECT + """
                where id > :cursor and %s
                  and (:project = 0 or project_id = :project)
                  and lower(name || ' ' || coalesce(display_name, '')) like :q escape '!'
                order by id
                limit :limit
                """.formatted(visible.on("project_id"));
        return sql.createQuery(select)
                .bind("cursor", cursor)
                .bind("project", filter.project())
                .bind("q", filter.pattern())
                .bind("limit", limit + 1)
                .map(APP)
                .list();
    }
}
