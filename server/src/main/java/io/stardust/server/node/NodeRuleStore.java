package io.stardust.server.node;

import io.stardust.api.node.NodeRule;
import io.stardust.server.db.Like;
import io.stardust.server.db.Visible;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/** The SQL of rules for nodes. Stateless; runs on the handle it is given. */
final class NodeRuleStore {
    private static final String SELECT = """
            select id, project_id, pattern, name, labels, priority, revision, created_at, updated_at from node_rule
            """;

    Optional<NodeRule> find(Handle sql, Visible visible, long id) {
        return sql.createQuery(SELECT + "where id = :id and " + visible.on("project_id"))
                .bind("id", id)
                .map(NodeRuleStore::rule)
                .findOne();
    }

    /** Behind {@code cursor}; {@code project} 0 = any, {@code q} is in the pattern or the name. */
    List<NodeRule> page(Handle sql, Visible visible, long project, String q, long cursor, int limit) {
        String select = SELECT + """
                where id > :cursor and (:project = 0 or project_id = :project)
                    and lower(pattern || ' ' || coalesce(name, '')) like :q escape '!' and %s
                order by id limit :limit
                """.formatted(visible.on("project_id"));
        return sql.createQuery(select)
                .bind("cursor", cursor)
                .bind("project", project)
                .bind("q", Like.containing(q))
                .bind("limit", limit)
                .map(NodeRuleStore::rule)
                .list();
    }

    /** All of a project, the most important first. */
    List<NodeRule> of(Handle sql, long project) {
        return sql.createQuery(SELECT + "where project_id = :project order by priority desc, id")
                .bind("project", project)
                .map(NodeRuleStore::rule)
                .list();
    }

    int count(Handle sql, long project) {
        return sql.createQuery("select count(*) from node_rule where project_id = :project")
                .bind("project", project)
                .mapTo(int.class)
                .one();
    }

    void insert(Handle sql, NodeRule rule) {
        write(sql, rule, """
                insert into node_rule (id, project_id, pattern, name, labels, priority, revision, created_at, updated_at)
                values (:id, :project, :pattern, :name, :labels, :priority, :revision, :createdAt, :updatedAt)
                """);
    }

    void update(Handle sql, NodeRule rule) {
        write(sql, rule, """
                update node_rule set pattern = :pattern, name = :name, labels = :labels, priority = :priority,
                    revision = :revision, updated_at = :updatedAt
                where id = :id and project_id = :project and created_at = :createdAt
                """);
    }

    private static void write(Handle sql, NodeRule rule, String statement) {
        sql.createUpdate(statement)
                .bind("id", rule.id())
                .bind("project", rule.projectId())
                .bind("pattern", rule.pattern())
                .bind("name", rule.name())
                .bind("labels", Labels.text(rule.labels()))
                .bind("priority", rule.priority())
                .bind("revision", rule.revision())
                .bind("createdAt", rule.createdAt())
                .bind("updatedAt", rule.updatedAt())
                .execute();
    }

    void delete(Handle sql, long id) {
        sql.createUpdate("delete from node_rule where id = :id").bind("id", id).execute();
    }

    private static NodeRule rule(ResultSet row, StatementContext context) throws SQLException {
        return new NodeRule(
                row.getLong("id"),
                row.getLong("project_id"),
                row.getString("pattern"),
                row.getString("name"),
                Labels.of(row.getString("labels")),
                row.getInt("priority"),
                row.getLong("revision"),
                row.getLong("created_at"),
                row.getLong("updated_at"));
    }
}
