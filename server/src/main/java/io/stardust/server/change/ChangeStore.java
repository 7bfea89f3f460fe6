package io.stardust.server.change;

import io.stardust.server.db.Database;
import io.stardust.server.db.Expiry;
import io.stardust.server.db.Visible;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The table of changes. {@link Changes} alone adds to it. Thread-safe. */
public final class ChangeStore {
    private static final String REFUSALS = "'access.denied', 'session.refused'";

    private static final String SELECT = """
            select c.id, c.at, c.actor, c.address, c.project_id, c.kind, c.subject_kind, c.subject_id,
                coalesce(c.act, c.id) as act, c.deployment_id, c.before, c.after
            from change c
            """;

    /** Changes that one search for a text reads, with what they were before and after. */
    static final int READ = 2_000;

    private final Database db;

    public ChangeStore(Database db) {
        this.db = db;
    }

    static void insert(Handle sql, Change change) {
        String insert = """
                insert into change (id, at, actor, address, project_id, kind, subject_kind, subject_id, act,
                    deployment_id, before, after)
                values (:id, :at, :actor, :address, :projectId, :kind, :subjectKind, :subjectId, :act,
                    :deploymentId, :before, :after)
                """;
        sql.createUpdate(insert)
                .bind("id", change.id())
                .bind("at", change.at().toEpochMilli())
                .bind("actor", change.actor())
                .bind("address", change.address())
                .bind("projectId", change.projectId())
                .bind("kind", change.kind())
                .bind("subjectKind", change.subjectKind())
                .bind("subjectId", change.subjectId())
                .bind("act", change.act())
                .bind("deploymentId", change.deploymentId())
                .bind("before", change.before())
                .bind("after", change.after())
                .execute();
    }

    /** What {@code select}, of an id and a name, finds of {@code ids}. */
    static Map<Long, String> names(Handle sql, String select, Set<Long> ids) {
        Map<Long, String> found = new HashMap<>();
        if (ids.isEmpty()) return found;
        String in = ids.stream().map(String::valueOf).collect(Collectors.joining(","));
        sql.createQuery(select + " where id in (" + in + ")")
                .map((row, _) -> found.put(row.getLong("id"), row.getString("name")))
                .list();
        return found;
    }

    /**
     * Returns changes, the newest first. Those that belong to no project are seen by those alone who see everything.
     * When a text is searched, at most {@link #READ} changes are read, so that no search takes long: the page may be
     * short, even empty, and yet have a next one.
     *
     * @param before only changes with a smaller id; 0 for the newest
     */
    Page page(Visible visible, ChangeFilter filter, long before, int limit) {
        Map<String, Map<String, Object>> conditions = filter.conditions();
        // the sum keeps the database from a project's index where that of the actor leads to fewer rows
        String project = filter.actor() == null ? "c.project_id" : "c.project_id + 0";
        var where = new StringBuilder("where c.id < :before and ").append(visible.on(project));
        conditions.keySet().forEach(condition -> where.append(" and ").append(condition));
        return db.read(sql -> {
            long start = before == 0 ? Long.MAX_VALUE : before;
            long end = filter.text() == null ? 0 : end(sql, where.toString(), conditions, start);
            String within = filter.text() == null ? "" : " and c.id >= :end and " + filter.within();
            var query = sql.createQuery(SELECT + where + within + " order by c.id desc limit :limit")
                    .bind("before", start)
                    .bind("limit", limit + 1);
            conditions.values().forEach(query::bindMap);
            if (filter.text() != null) query.bind("end", end).bind("text", filter.pattern());
            List<Change> found = query.map((row, _) -> change(row)).list();
            if (found.size() <= limit) return new Page(found, end == 0 ? null : end);
            return new Page(found.subList(0, limit), found.get(limit - 1).id());
        });
    }

    /** The last change that one search reads; 0 when it reads them all. */
    private static long end(Handle sql, String where, Map<String, Map<String, Object>> conditions, long before) {
        var query = sql.createQuery("select c.id from change c " + where + " order by c.id desc limit 1 offset :read")
                .bind("before", before)
                .bind("read", READ - 1);
        conditions.values().forEach(query::bindMap);
        return query.mapTo(long.class).findOne().orElse(0L);
    }

    /** Some changes, and the cursor to go on from; null when there are no more. */
    record Page(List<Change> items, @Nullable Long next) {}

    /** They with the names of what they are about. */
    List<ChangeView> named(List<Change> changes) {
        return db.read(sql -> ChangeNames.of(sql, changes));
    }

    Optional<Change> find(Visible visible, long id) {
        String query = SELECT + "where c.id = :id and " + visible.on("c.project_id");
        return db.read(sql -> sql.createQuery(query)
                .bind("id", id)
                .map((row, _) -> change(row))
                .findOne());
    }

    /** Changes behind {@code id}, the oldest first, for the program itself; runs on the handle it is given. */
    public static List<Change> after(Handle sql, Visible visible, long id, int limit) {
        return sql.createQuery(
                        SELECT + "where c.id > :id and " + visible.on("c.project_id") + " order by c.id limit :limit")
                .bind("id", id)
                .bind("limit", limit)
                .map((row, _) -> change(row))
                .list();
    }

    /** What is deleted when: all, and what was refused sooner. */
    public static void keep(Expiry expiry, Supplier<Duration> changes, Supplier<Duration> refusals) {
        expiry.keep("changes", changes, (sql, before, limit) -> delete(sql, before, limit, "1 = 1"));
        String refused = "kind in (" + REFUSALS + ")";
        expiry.keep("refusals", refusals, (sql, before, limit) -> delete(sql, before, limit, refused));
    }

    /** By each row's own time: a clock that was wrong for a while must not make younger rows look old. */
    private static int delete(Handle sql, long before, int limit, String which) {
        String delete = """
                delete from change where id in (
                    select id from change where at < :before and %s order by at limit :limit)
                """.formatted(which);
        return sql.createUpdate(delete)
                .bind("before", before)
                .bind("limit", limit)
                .execute();
    }

    private static Change change(ResultSet row) throws SQLException {
        long project = row.getLong("project_id");
        long deployment = row.getLong("deployment_id");
        return new Change(
                row.getLong("id"),
                Instant.ofEpochMilli(row.getLong("at")),
                row.getString("actor"),
                row.getString("address"),
                project == 0 ? null : project,
                row.getString("kind"),
                row.getString("subject_kind"),
                row.getString("subject_id"),
                row.getLong("act"),
                deployment == 0 ? null : deployment,
                row.getString("before"),
                row.getString("after"));
    }
}
