package io.stardust.server.change;

import io.stardust.server.db.Database;
import io.stardust.server.db.Visible;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the table of changes; {@link Changes} writes it. Thread-safe. */
public final class ChangeStore {
    private final Database db;

    public ChangeStore(Database db) {
        this.db = db;
    }

    /**
     * Returns changes, the newest first. Those that belong to no project are seen by those alone who see everything.
     *
     * @param before only changes with a smaller id; 0 for the newest
     */
    List<Change> page(Visible visible, Filter filter, long before, int limit) {
        String query = """
                select c.id, c.at, c.actor, c.project_id, c.kind, c.subject_kind, c.subject_id, c.before, c.after
                from change c
                where c.id < :before
                """
                + (filter.project() == null ? "" : " and c.project_id = :project")
                + (filter.kind() == null ? "" : " and c.kind = :kind")
                + (filter.subjectKind() == null
                        ? ""
                        : " and c.subject_kind = :subjectKind and c.subject_id = :subjectId")
                + " and " + visible.on("c.project_id") + " order by c.id desc limit :limit";
        return db.read(sql -> {
            var bound = sql.createQuery(query)
                    .bind("before", before == 0 ? Long.MAX_VALUE : before)
                    .bind("limit", limit);
            if (filter.project() != null) bound.bind("project", filter.project());
            if (filter.kind() != null) bound.bind("kind", filter.kind());
            if (filter.subjectKind() != null) {
                bound.bind("subjectKind", filter.subjectKind()).bind("subjectId", filter.subjectId());
            }
            return bound.map((row, _) -> change(row)).list();
        });
    }

    private static Change change(ResultSet row) throws SQLException {
        long project = row.getLong("project_id");
        return new Change(
                row.getLong("id"),
                Instant.ofEpochMilli(row.getLong("at")),
                row.getString("actor"),
                project == 0 ? null : project,
                row.getString("kind"),
                row.getString("subject_kind"),
                row.getString("subject_id"),
                row.getString("before"),
                row.getString("after"));
    }

    /** Which changes; null asks for all. {@code subjectId} is there when {@code subjectKind} is. */
    record Filter(
            @Nullable Long project,
            @Nullable String kind,
            @Nullable String subjectKind,
            @Nullable String subjectId) {}
}
