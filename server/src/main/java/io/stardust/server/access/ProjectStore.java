package io.stardust.server.access;

import io.stardust.api.access.ProjectView;
import io.stardust.api.access.ProjectView.Counts;
import io.stardust.server.db.Database;
import io.stardust.server.db.Like;
import io.stardust.server.db.Visible;
import io.stardust.server.http.AddressList;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** The table of projects. Thread-safe. */
public final class ProjectStore {
    private static final String SELECT =
            "select p.id, p.name, p.display_name, p.require_signature, p.allow_addresses, p.deny_addresses, p.revision, p.created_at from project p ";

    private final Database db;

    public ProjectStore(Database db) {
        this.db = db;
    }

    List<ProjectView> page(Visible visible, String part, long after, int limit) {
        String query = SELECT + "where p.id > :after and lower(p.name) like :part escape '!' and " + visible.on("p.id")
                + " order by p.id limit :limit";
        return db.read(sql -> sql.createQuery(query)
                .bind("after", after)
                .bind("part", Like.containing(part))
                .bind("limit", limit)
                .map((row, _) -> project(row))
                .list());
    }

    Optional<ProjectView> find(Visible visible, long id) {
        return db.read(sql -> find(sql, visible, id));
    }

    static Optional<ProjectView> find(Handle sql, Visible visible, long id) {
        String query = SELECT + "where p.id = :id and " + visible.on("p.id");
        return sql.createQuery(query)
                .bind("id", id)
                .map((row, _) -> project(row))
                .findOne();
    }

    /** How much each of these projects owns. */
    Map<Long, Counts> counts(Collection<Long> projects) {
        if (projects.isEmpty()) return Map.of();
        // the numbers are ours, so nothing is quoted
        String ids = projects.stream().map(String::valueOf).collect(Collectors.joining(","));
        String query = """
                select p.id,
                       (select count(*) from node n where n.project_id = p.id) as nodes,
                       (select count(*) from deployment d join app a on a.id = d.app_id
                        where a.project_id = p.id) as deployments,
                       (select count(*) from membership m where m.project_id = p.id) as members
                from project p
                where p.id in (%s)
                """.formatted(ids);
        Map<Long, Counts> counts = new HashMap<>();
        db.read(sql -> sql.createQuery(query)
                .map((row, _) -> counts.put(
                        row.getLong("id"),
                        new Counts(row.getLong("nodes"), row.getLong("deployments"), row.getLong("members"))))
                .list());
        return counts;
    }

    /** True when nodes, apps or deployments are in it. */
    static boolean inUse(Handle sql, long id) {
        String query = """
                select (select count(*) from node where project_id = :id) + (select count(*) from app where project_id = :id)
                """;
        return sql.createQuery(query).bind("id", id).mapTo(Long.class).one() > 0;
    }

    /** Removes an empty project with its members and tokens; what happened in it stays in the change table. */
    static void delete(Handle sql, long id) {
        for (String table :
                List.of("membership", "token", "signing_key", "node_rule", "config_rule", "config_policy")) {
            sql.execute("delete from " + table + " where project_id = ?", id);
        }
        sql.execute("delete from project where id = ?", id);
    }

    public static Optional<Long> named(Handle sql, String name) {
        return sql.createQuery("select id from project where name = :name")
                .bind("name", name)
                .mapTo(Long.class)
                .findOne();
    }

    static boolean taken(Handle sql, String name, long exceptId) {
        return sql.createQuery("select count(*) from project where name = :name and id <> :id")
                        .bind("name", name)
                        .bind("id", exceptId)
                        .mapTo(Long.class)
                        .one()
                > 0;
    }

    static void insert(Handle sql, ProjectView project) {
        String insert = """
                insert into project (
                    id, name, display_name, require_signature, allow_addresses, deny_addresses, revision, created_at)
                values (:id, :name, :displayName, :requireSignature, :allow, :deny, :revision, :at)
                """;
        sql.createUpdate(insert)
                .bind("id", project.id())
                .bind("name", project.name())
                .bind("displayName", project.displayName())
                .bind("requireSignature", project.requireSignature())
                .bind("allow", AddressList.text("allowAddresses", project.allowAddresses()))
                .bind("deny", AddressList.text("denyAddresses", project.denyAddresses()))
                .bind("revision", project.revision())
                .bind("at", project.createdAt())
                .execute();
    }

    static void update(Handle sql, ProjectView project) {
        String update = """
                update project
                set name = :name, display_name = :displayName, require_signature = :requireSignature,
                    allow_addresses = :allow, deny_addresses = :deny, revision = :revision
                where id = :id
                """;
        sql.createUpdate(update)
                .bind("id", project.id())
                .bind("name", project.name())
                .bind("displayName", project.displayName())
                .bind("requireSignature", project.requireSignature())
                .bind("allow", AddressList.text("allowAddresses", project.allowAddresses()))
                .bind("deny", AddressList.text("denyAddresses", project.denyAddresses()))
                .bind("revision", project.revision())
                .execute();
    }

    /** The project that came with the tables gets the time of the first start. */
    static void date(Handle sql, long now) {
        sql.execute("update project set created_at = ? where id = 1 and created_at = 0", now);
    }

    private static ProjectView project(ResultSet row) throws SQLException {
        return new ProjectView(
                row.getLong("id"),
                row.getString("name"),
                row.getString("display_name"),
                row.getBoolean("require_signature"),
                AddressList.items(row.getString("allow_addresses")),
                AddressList.items(row.getString("deny_addresses")),
                row.getLong("revision"),
                row.getLong("created_at"));
    }
}
