package io.stardust.server.live;

import io.stardust.server.change.Change;
import io.stardust.server.db.Visible;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Reads the changes that a listener has missed. Stateless; runs on the handle it is given. */
final class LiveStore {
    /** Changes behind {@code id}, the oldest first. */
    List<Change> after(Handle sql, Visible visible, long id, int limit) {
        String select = """
                select c.id, c.at, c.actor, c.address, c.project_id, c.kind, c.subject_kind, c.subject_id, c.before,
                    c.after
                from change c
                where c.id > :id and %s
                order by c.id
                limit :limit
                """.formatted(visible.on("c.project_id"));
        return sql.createQuery(select)
                .bind("id", id)
                .bind("limit", limit)
                .map((row, _) -> {
                    long project = row.getLong("project_id");
                    @Nullable Long projectId = project == 0 ? null : project;
                    return new Change(
                            row.getLong("id"),
                            Instant.ofEpochMilli(row.getLong("at")),
                            row.getString("actor"),
                            row.getString("address"),
                            projectId,
                            row.getString("kind"),
                            row.getString("subject_kind"),
                            row.getString("subject_id"),
                            row.getString("before"),
                            row.getString("after"));
                })
                .list();
    }
}
