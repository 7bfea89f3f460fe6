package io.stardust.server.access;

import io.stardust.api.access.MemberView;
import io.stardust.server.db.Database;
import io.stardust.server.http.Check;
import io.stardust.server.http.Role;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The table of who belongs to which project, as what. Thread-safe. */
public final class MemberStore {
    private static final String SELECT = """
            select m.person_id, m.project_id, m.role, m.created_at, p.name, p.display_name, j.name as project
            from membership m join person p on p.id = m.person_id join project j on j.id = m.project_id
            """;

    private final Database db;

    public MemberStore(Database db) {
        this.db = db;
    }

    /** The members of a project, by the id of the person. */
    List<Member> page(long project, long after, int limit) {
        String query =
                SELECT + "where m.project_id = :project and m.person_id > :after order by m.person_id limit :limit";
        return db.read(sql -> sql.createQuery(query)
                .bind("project", project)
                .bind("after", after)
                .bind("limit", limit)
                .map((row, _) -> member(row))
                .list());
    }

    /** What these people belong to. */
    List<Member> of(Collection<Long> people) {
        if (people.isEmpty()) return List.of();
        // the numbers are ours, so nothing is quoted
        String ids = people.stream().map(String::valueOf).collect(Collectors.joining(","));
        String query = SELECT + "where m.person_id in (" + ids + ") order by m.project_id";
        return db.read(
                sql -> sql.createQuery(query).map((row, _) -> member(row)).list());
    }

    static Optional<Member> find(Handle sql, long project, long person) {
        return sql.createQuery(SELECT + "where m.project_id = :project and m.person_id = :person")
                .bind("project", project)
                .bind("person", person)
                .map((row, _) -> member(row))
                .findOne();
    }

    static void put(Handle sql, long project, long person, Role role, long now) {
        String upsert = """
                insert into membership (person_id, project_id, role, created_at)
                values (:person, :project, :role, :now)
                on conflict (person_id, project_id) do update set role = excluded.role
                """;
        sql.createUpdate(upsert)
                .bind("person", person)
                .bind("project", project)
                .bind("role", role.name())
                .bind("now", now)
                .execute();
    }

    static void delete(Handle sql, long project, long person) {
        sql.execute("delete from membership where project_id = ? and person_id = ?", project, person);
    }

    private static Member member(ResultSet row) throws SQLException {
        return new Member(
                row.getLong("person_id"),
                row.getString("name"),
                row.getString("display_name"),
                row.getLong("project_id"),
                row.getString("project"),
                Role.valueOf(row.getString("role")),
                row.getLong("created_at"));
    }

    /** A person in a project. */
    record Member(
            long userId,
            String name,
            @Nullable String displayName,
            long projectId,
            String project,
            Role role,
            long createdAt) {
        /** As people see them. */
        MemberView view() {
            return new MemberView(userId, name, displayName, Check.word(role), createdAt);
        }
    }
}
