package io.stardust.server.registry;

import io.stardust.server.db.Rows;
import io.stardust.server.db.Visible;
import java.lang.invoke.MethodHandles;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jspecify.annotations.Nullable;

/** Services, and what people said of their providers, in the database. Stateless; runs on the handle it is given. */
final class DefinitionStore {
    private static final RowMapper<ServiceDefinition> SERVICE =
            Rows.of(MethodHandles.lookup(), ServiceDefinition.class);
    private static final String SELECT = """
            select id, project_id, name, display_name, enabled, scoped, singleton, address, extranet, health, revision,
                created_at, updated_at
            from service
            """;

    List<ServiceDefinition> all(Handle sql) {
        return sql.createQuery(SELECT + "order by id").map(SERVICE).list();
    }

    Optional<ServiceDefinition> named(Handle sql, String name) {
        return sql.createQuery(SELECT + "where name = :name")
                .bind("name", name)
                .map(SERVICE)
                .findOne();
    }

    Optional<ServiceDefinition> find(Handle sql, Visible visible, long id) {
        return sql.createQuery(SELECT + "where id = :id and " + visible.on("project_id"))
                .bind("id", id)
                .map(SERVICE)
                .findOne();
    }

    long count(Handle sql, long projectId) {
        return sql.createQuery("select count(*) from service where project_id = :project")
                .bind("project", projectId)
                .mapTo(Long.class)
                .one();
    }

    void insert(Handle sql, ServiceDefinition service) {
        String insert = """
                insert into service (id, project_id, name, display_name, enabled, scoped, singleton, address, extranet,
                    health, revision, created_at, updated_at)
                values (:id, :projectId, :name, :displayName, :enabled, :scoped, :singleton, :address, :extranet,
                    :health, :revision, :createdAt, :updatedAt)
                """;
        sql.createUpdate(insert).bindMethods(service).execute();
    }

    void update(Handle sql, ServiceDefinition service) {
        String update = """
                update service set display_name = :displayName, enabled = :enabled, scoped = :scoped,
                    singleton = :singleton, address = :address, extranet = :extranet, health = :health,
                    revision = :revision, updated_at = :updatedAt
                where id = :id
                """;
        sql.createUpdate(update).bindMethods(service).execute();
    }

    void delete(Handle sql, long id) {
        sql.createUpdate("delete from provider_override where service_id = :id")
                .bind("id", id)
                .execute();
        sql.createUpdate("delete from service where id = :id").bind("id", id).execute();
    }

    /** By service and key, what people said. */
    Map<Long, Map<Registration.Key, Steering>> steering(Handle sql) {
        Map<Long, Map<Registration.Key, Steering>> all = new HashMap<>();
        sql.createQuery("select service_id, app_id, client, weight, enabled, draining, revision from provider_override")
                .map((row, _) -> {
                    all.computeIfAbsent(row.getLong("service_id"), _ -> new HashMap<>())
                            .put(new Registration.Key(row.getLong("app_id"), row.getString("client")), said(row));
                    return Boolean.TRUE;
                })
                .list();
        return all;
    }

    /** What people said of one provider. */
    Steering steering(Handle sql, long serviceId, Registration.Key key) {
        String select = """
                select weight, enabled, draining, revision
                from provider_override
                where service_id = :service and app_id = :app and client = :client
                """;
        return sql.createQuery(select)
                .bind("service", serviceId)
                .bind("app", key.appId())
                .bind("client", key.client())
                .map((row, _) -> said(row))
                .findOne()
                .orElse(Steering.NONE);
    }

    private static Steering said(ResultSet row) throws SQLException {
        int weight = row.getInt("weight");
        @Nullable Integer said = row.wasNull() ? null : weight;
        return new Steering(said, row.getBoolean("enabled"), row.getBoolean("draining"), row.getLong("revision"));
    }

    /** Keeps what was said, instead of what was said before. */
    void steer(Handle sql, long serviceId, Registration.Key key, Steering steering, long now) {
        sql.createUpdate(
                        "delete from provider_override where service_id = :service and app_id = :app and client = :client")
                .bind("service", serviceId)
                .bind("app", key.appId())
                .bind("client", key.client())
                .execute();
        String insert = """
                insert into provider_override (service_id, app_id, client, weight, enabled, draining, revision,
                    updated_at)
                values (:service, :app, :client, :weight, :enabled, :draining, :revision, :now)
                """;
        sql.createUpdate(insert)
                .bind("service", serviceId)
                .bind("app", key.appId())
                .bind("client", key.client())
                .bind("weight", steering.weight())
                .bind("enabled", steering.enabled())
                .bind("draining", steering.draining())
                .bind("revision", steering.revision())
                .bind("now", now)
                .execute();
    }
}
