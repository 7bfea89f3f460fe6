package io.stardust.server.app;

import io.stardust.api.app.AppView;
import io.stardust.server.db.Rows;
import io.stardust.server.db.Visible;
import java.lang.invoke.MethodHandles;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jspecify.annotations.Nullable;

/** Apps in the database. Stateless; every method runs on the handle it is given. */
final class AppStore {
    private static final RowMapper<App> APP = Rows.of(MethodHandles.lookup(), App.class);
    private static final String SELECT = """
            select id, project_id, name, display_name, enabled, approved, introduced, allow_addresses, deny_addresses,
                   control, log_class, secret_proved, last_login_at, asked_from, asked_at, revision, created_at, updated_at
            from app
            """;

    void insert(Handle sql, App app) {
        String insert = """
                insert into app (
                    id, project_id, name, display_name, enabled, approved, introduced, allow_addresses,
                    deny_addresses, control, log_class, secret_proved, last_login_at, asked_from, asked_at, revision, created_at,
                    updated_at)
                values (
                    :id, :projectId, :name, :displayName, :enabled, :approved, :introduced, :allowAddresses,
                    :denyAddresses, :control, :logClass, :secretProved, :lastLoginAt, :askedFrom, :askedAt, :revision, :createdAt,
                    :updatedAt)
                """;
        sql.createUpdate(insert).bindMethods(app).execute();
    }

    void update(Handle sql, App app) {
        String update = """
                update app
                set name = :name, display_name = :displayName, enabled = :enabled, approved = :approved,
                    introduced = :introduced, allow_addresses = :allowAddresses, deny_addresses = :denyAddresses,
                    control = :control, log_class = :logClass, secret_proved = :secretProved, revision = :revision, updated_at = :updatedAt
                where id = :id
                """;
        sql.createUpdate(update).bindMethods(app).execute();
    }

    void loggedIn(Handle sql, long id, long now) {
        sql.execute("update app set last_login_at = ? where id = ?", now, id);
    }

    void asked(Handle sql, long id, long now) {
        sql.execute("update app set asked_at = ? where id = ?", now, id);
    }

    /** The app with its keys. */
    void delete(Handle sql, long id) {
        sql.execute("delete from app_key where app_id = ?", id);
        sql.execute("delete from app where id = ?", id);
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

    /**
     * The apps behind {@code cursor}, by id, one more than {@code limit} when there are more.
     *
     * @param approved null for all
     */
    List<App> list(Handle sql, Visible visible, AppFilter filter, @Nullable Boolean approved, long cursor, int limit) {
        String select = SELECT
                + """
                where id > :cursor and %s and %s
                  and (:project = 0 or project_id = :project)
                  and lower(name || ' ' || coalesce(display_name, '')) like :q escape '!'
                order by id
                limit :limit
                """.formatted(
                        visible.on("project_id"), approved == null ? "1 = 1" : approved ? "approved" : "not approved");
        return sql.createQuery(select)
                .bind("cursor", cursor)
                .bind("project", filter.project())
                .bind("q", filter.pattern())
                .bind("limit", limit + 1)
                .map(APP)
                .list();
    }

    /** Deployments and keys that hold at {@code now} of each of these; instances are not in the database. */
    Map<Long, AppView.Counts> counts(Handle sql, Collection<Long> apps, long now) {
        if (apps.isEmpty()) return Map.of();
        // the numbers are ours, so nothing is quoted
        String ids = apps.stream().map(String::valueOf).collect(Collectors.joining(","));
        String query = """
                select a.id,
                       (select count(*) from deployment d where d.app_id = a.id) as deployments,
                       (select count(*) from app_key k where k.app_id = a.id and k.revoked_at is null
                          and (k.expires_at is null or k.expires_at > :now)) as "keys"
                from app a
                where a.id in (%s)
                """.formatted(ids);
        Map<Long, AppView.Counts> counts = new HashMap<>();
        sql.createQuery(query)
                .bind("now", now)
                .map((row, _) -> counts.put(
                        row.getLong("id"), new AppView.Counts(row.getLong("deployments"), row.getLong("keys"), 0)))
                .list();
        return counts;
    }
}
