package io.stardust.server.change;

import io.stardust.server.db.Database;
import io.stardust.server.db.Visible;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the table of changes; {@link Changes} writes it. Thread-safe. */
public final class ChangeStore {
    private static final String SELECT = """
            select c.id, c.at, c.actor, c.address, c.project_id, c.kind, c.subject_kind, c.subject_id, c.before, c.after
            from change c
            """;

    private final Database db;

    public ChangeStore(Database db) {
        this.db = db;
    }

    /**
     * Returns changes, the newest first. Those that belong to no project are seen by those alone who see everything.
     *
     * @param before only changes with a smaller id; 0 for the newest
     */
    List<Change> page(Visible visible, ChangeFilter filter, long before, int limit) {
        Map<String, Map<String, Object>> conditions = filter.conditions();
        // the sum keeps the database from a project's index where that of the actor leads to fewer rows
        String project = filter.actor() == null ? "c.project_id" : "c.project_id + 0";
        var query =
                new StringBuilder(SELECT).append("where c.id < :before and ").append(visible.on(project));
        conditions.keySet().forEach(condition -> query.append(" and ").append(condition));
        query.append(" order by c.id desc limit :limit");
        return db.read(sql -> {
            var bound = sql.createQuery(query.toString())
                    .bind("before", before == 0 ? Long.MAX_VALUE : before)
                    .bind("limit", limit);
            conditions.values().forEach(bound::bindMap);
            return bound.map((row, _) -> change(row)).list();
        });
    }

    Optional<Change> find(Visible visible, long id) {
        String query = SELECT + "where c.id = :id and " + visible.on("c.project_id");
        return db.read(sql -> sql.createQuery(query)
                .bind("id", id)
                .map((row, _) -> change(row))
                .findOne());
    }

    private static Change change(ResultSet row) throws SQLException {
        long project = row.getLong("project_id");
        return new Change(
                row.getLong("id"),
                Instant.ofEpochMilli(row.getLong("at")),
                row.getString("actor"),
                row.getString("address"),
                project == 0 ? null : project,
                row.getString("kind"),
                row.getString("subject_kind"),
                row.getString("subject_id"),
                row.getString("before"),
                row.getString("after"));
    }
}
