package io.stardust.server.config.scope;

import io.stardust.api.config.ConfigRule;
import io.stardust.protocol.Json;
import io.stardust.server.db.Visible;
import io.stardust.server.http.AddressList;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/** The SQL of rules for scopes. Stateless; runs on the handle it is given. */
final class ScopeRuleStore {
    private static final String SELECT = """
            select id, project_id, ip, local_ip, labels, scope, priority, revision, created_at, updated_at
            from config_rule
            """;

    /** Labels as they stand in a row. */
    @io.avaje.jsonb.Json
    record Labels(Map<String, String> labels) {}

    Optional<ConfigRule> find(Handle sql, Visible visible, long id) {
        return sql.createQuery(SELECT + "where id = :id and " + visible.on("project_id"))
                .bind("id", id)
                .map(ScopeRuleStore::rule)
                .findOne();
    }

    /** Behind {@code cursor}; {@code project} 0 = any. */
    List<ConfigRule> page(Handle sql, Visible visible, long project, long cursor, int limit) {
        return sql.createQuery(SELECT + "where id > :cursor and (:project = 0 or project_id = :project) and "
                        + visible.on("project_id") + " order by id limit :limit")
                .bind("cursor", cursor)
                .bind("project", project)
                .bind("limit", limit)
                .map(ScopeRuleStore::rule)
                .list();
    }

    /** All of a project, the most important first. */
    List<ConfigRule> of(Handle sql, long project) {
        return sql.createQuery(SELECT + "where project_id = :project order by priority desc, id")
                .bind("project", project)
                .map(ScopeRuleStore::rule)
                .list();
    }

    int count(Handle sql, long project) {
        return sql.createQuery("select count(*) from config_rule where project_id = :project")
                .bind("project", project)
                .mapTo(int.class)
                .one();
    }

    void insert(Handle sql, ConfigRule rule) {
        write(sql, rule, """
                insert into config_rule (
                    id, project_id, ip, local_ip, labels, scope, priority, revision, created_at, updated_at)
                values (
                    :id, :project, :ip, :localIp, :labels, :scope, :priority, :revision, :createdAt, :updatedAt)
                """);
    }

    void update(Handle sql, ConfigRule rule) {
        write(sql, rule, """
                update config_rule set ip = :ip, local_ip = :localIp, labels = :labels, scope = :scope,
                    priority = :priority, revision = :revision, updated_at = :updatedAt
                where id = :id and project_id = :project and created_at = :createdAt
                """);
    }

    private static void write(Handle sql, ConfigRule rule, String statement) {
        sql.createUpdate(statement)
                .bind("id", rule.id())
                .bind("project", rule.projectId())
                .bind("ip", AddressList.text("ip", rule.ip()))
                .bind("localIp", AddressList.text("localIp", rule.localIp()))
                .bind("labels", Json.PEOPLE.text(new Labels(rule.labels())))
                .bind("scope", rule.scope())
                .bind("priority", rule.priority())
                .bind("revision", rule.revision())
                .bind("createdAt", rule.createdAt())
                .bind("updatedAt", rule.updatedAt())
                .execute();
    }

    void delete(Handle sql, long id) {
        sql.createUpdate("delete from config_rule where id = :id")
                .bind("id", id)
                .execute();
    }

    private static ConfigRule rule(ResultSet row, StatementContext context) throws SQLException {
        return new ConfigRule(
                row.getLong("id"),
                row.getLong("project_id"),
                AddressList.items(row.getString("ip")),
                AddressList.items(row.getString("local_ip")),
                Json.PEOPLE.read(row.getString("labels"), Labels.class).labels(),
                row.getString("scope"),
                row.getInt("priority"),
                row.getLong("revision"),
                row.getLong("created_at"),
                row.getLong("updated_at"));
    }
}
