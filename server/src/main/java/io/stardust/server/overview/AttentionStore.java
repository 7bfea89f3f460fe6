package io.stardust.server.overview;

import io.stardust.api.overview.Overview.Item;
import io.stardust.protocol.deploy.PlacementState;
import io.stardust.protocol.reason.Code;
import io.stardust.protocol.reason.Reason;
import io.stardust.server.db.Visible;
import io.stardust.server.http.Reasons;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The SQL of what waits for a person. Stateless; runs on the handle it is given. */
final class AttentionStore {
    /** Of one kind. */
    static final int MOST = 20;
    /** So far the rest of a kind is counted. */
    private static final int COUNTED = 10_000;

    /** A process that is up this long after a failure is well again. */
    private static final Duration RECOVERED = Duration.ofSeconds(60);

    private static final Reason UPLOAD_AGAIN = Reason.of(Code.UPLOAD_AGAIN);
    private static final Duration KEPT = Duration.ofDays(90);

    /** What people have not put aside: the names of the kind, the id and the time are those of the query around it. */
    private static final String OPEN = """
             and not exists (select 1 from dismissed x where x.kind = '%s' and x.subject_id = %s and x.since = %s)
            """;

    /**
     * The SQL of one kind: what is told of each, where that is found (%s: what may be seen, and more), the order, and
     * what is put around it all.
     */
    private record Kind(String columns, String from, String order, String around) {
        Kind(String columns, String from, String order) {
            this(columns, from, order, "%s");
        }

        String list(String... conditions) {
            return around.formatted("select " + columns + "\nfrom " + from.formatted((Object[]) conditions)
                    + "order by " + order + "\nlimit :limit\n");
        }

        /** Neither told nor put in order, for there may be thousands. */
        String count(String... conditions) {
            return "select count(*) from (select 1 from " + from.formatted((Object[]) conditions)
                    + "limit :limit) as counted";
        }
    }

    /** From the latest on, by index; the sum keeps the database from going through a project's nodes instead. */
    private static Kind nodes(String kind) {
        return new Kind("'" + kind + """
                ' as kind, n.id, n.project_id, n.name, coalesce(s.ip, '') as detail, null as state,
                    (select count(*) from placement p where p.node_id = n.id) as n, s.since as at,
                    '/nodes/' || n.id as link, null as why""", """
                node_seen s
                join node n on n.id = s.node_id
                where not s.online and s.lost = :lost and n.approved and n.enabled and not n.leaving and %s
                """ + OPEN.formatted(kind, "n.id", "s.since"), "s.seen_at desc");
    }

    private static final Kind OFFLINE = nodes("node-offline");
    private static final Kind NOT_RESPONDING = nodes("node-not-responding");

    /** The failed rollout that nothing came after: one that was undone, or followed by another, is history. */
    private static final String LAST_FAILED = """
            rp.state = 'FAILED' and r.reverted_by is null and r.status not in ('REVERTING', 'REVERTED', 'CANCELLED')
                and not exists (select 1 from rollout later where later.deployment_id = r.deployment_id
                    and later.id > r.id)
            """;

    private static final String NOT_DISMISSED = """
             and not exists (select 1 from dismissed x where x.kind = 'rollout-failed' and x.subject_id = r.id)
            """;

    private static final Kind ROLLOUTS = new Kind("""
            'rollout-failed' as kind, r.id, d.project_id, d.name || ' ' || r.version as name,
                min(coalesce(rp.reason, '')) as detail, null as state, count(*) as n, min(rp.updated_at) as at,
                '/deployments/' || d.id || '/rollouts/' || r.id as link""", """
            rollout_placement rp
            join rollout r on r.id = rp.rollout_id
            join deployment d on d.id = r.deployment_id
            where %s and %s
            """ + NOT_DISMISSED + """
            group by r.id, d.project_id, d.name, r.version, d.id
            """, "r.id desc", """
            select f.*, (select min(x.why) from rollout_placement x where x.rollout_id = f.id
                and x.state = 'FAILED' and coalesce(x.reason, '') = f.detail) as why
            from (%s) as f
            order by f.id desc
            """);

    /** Those whose failed rollout was told are not told again, put aside or not: it is the same fault. */
    private static final String NOT_TOLD_OF = """
            and not exists (
                select 1 from rollout_placement rp join rollout r on r.id = rp.rollout_id
                where rp.placement_id = p.id and %s)
            """;

    /** What the history last told of a failure. */
    private static String lastEnd(String column) {
        return "(select s.%s from step s where s.placement_id = f.id and s.step in ('crashed', 'failed') "
                        .formatted(column)
                + "order by s.id desc limit 1)";
    }

    /** On nodes that respond: of the others nobody knows. One that is up between two crashes says why it crashed. */
    private static final Kind PLACEMENTS = new Kind(
            """
            'placement-failed' as kind, p.id, d.project_id, d.name || ' @ ' || n.name as name,
                o.reason as reason, o.state, 1 as n, o.failing_since as at,
                '/deployments/' || d.id as link, o.why""",
            """
            observed o
            join placement p on p.id = o.placement_id
            join deployment d on d.id = p.deployment_id
            join node n on n.id = p.node_id
            join node_seen s on s.node_id = n.id
            where o.failing_since > 0 and s.online and p.state <> 'REMOVED'
                and (o.state not in ('RUNNING', 'HOSTED', 'STARTING', 'INSTALLING') or o.seen_at > :recent)
                and not exists (select 1 from untold u where u.placement_id = p.id)
                and %s
            """ + NOT_TOLD_OF + OPEN.formatted("placement-failed", "p.id", "o.failing_since"),
            "o.failing_since desc",
            """
            select f.kind, f.id, f.project_id, f.name, coalesce(f.reason, %s, '') as detail, f.state, f.n, f.at, f.link,
                case when f.reason is null then %s else f.why end as why
            from (%%s) as f
            order by f.at desc
            """.formatted(lastEnd("detail"), lastEnd("why")));

    /** Whatever their agents say: what is wanted now does not reach them. The sum makes the few of them come first. */
    private static final Kind UNTOLD =
            new Kind("""
            'placement-failed' as kind, p.id, d.project_id, d.name || ' @ ' || n.name as name,
                u.reason as detail, o.state, 1 as n, u.since as at, '/deployments/' || d.id as link, null as why""", """
            untold u
            join placement p on p.id = u.placement_id + 0
            join deployment d on d.id = p.deployment_id
            join node n on n.id = p.node_id
            left join observed o on o.placement_id = p.id
            where %s
            """ + NOT_TOLD_OF + OPEN.formatted("placement-failed", "p.id", "u.since"), "u.since desc");

    private static final Kind ROTTEN =
            new Kind("""
            'release-rotten' as kind, r.id, d.project_id, d.name || ' ' || r.version as name,
                '' as detail, null as state, 0 as n, s.rotten_at as at, '/deployments/' || d.id as link, null as why""", """
            stored_package s
            join release r on r.sha256 = s.sha256
            join deployment d on d.id = r.deployment_id
            where s.rotten_at is not null and %s
            """ + OPEN.formatted("release-rotten", "r.id", "s.rotten_at"), "r.id desc");

    private static final Kind WAITING =
            new Kind("""
            'node-waiting' as kind, n.id, n.project_id, n.name, coalesce(s.ip, '') as detail, null as state,
                0 as n, n.created_at as at, '/nodes/' || n.id as link, null as why""", """
            node n
            left join node_seen s on s.node_id = n.id
            where not n.approved and %s
            """ + OPEN.formatted("node-waiting", "n.id", "n.created_at"), "n.id desc");

    /**
     * What waits.
     *
     * @param items {@link #MOST} of a kind
     * @param unlisted how many more there are
     * @param problems how many are wrong, listed or not
     */
    record Found(List<Item> items, long unlisted, long problems) {}

    Found items(Handle sql, Visible visible, long project, long now) {
        String ofNode = visible.within("n.project_id", project);
        String ofSeen = visible.within("n.project_id + 0", project);
        String ofDeployment = visible.within("d.project_id", project);
        Map<String, Object> recent = Map.of("recent", now - RECOVERED.toMillis());
        List<Found> found = List.of(
                find(sql, OFFLINE, Map.of("lost", false), ofSeen),
                find(sql, NOT_RESPONDING, Map.of("lost", true), ofSeen),
                find(sql, PLACEMENTS, recent, ofDeployment, LAST_FAILED),
                find(sql, ROLLOUTS, Map.of(), LAST_FAILED, ofDeployment),
                find(sql, UNTOLD, Map.of(), ofDeployment, LAST_FAILED),
                find(sql, ROTTEN, Map.of(), ofDeployment),
                find(sql, WAITING, Map.of(), ofNode));
        return new Found(
                found.stream().flatMap(each -> each.items().stream()).toList(),
                found.stream().mapToLong(Found::unlisted).sum(),
                found.stream().mapToLong(Found::problems).sum());
    }

    private static Found find(Handle sql, Kind kind, Map<String, ?> values, String... conditions) {
        List<Item> items = sql.createQuery(kind.list(conditions))
                .bindMap(values)
                .bind("limit", MOST)
                .map((row, _) -> item(row))
                .list();
        long all = items.size() < MOST
                ? items.size()
                : sql.createQuery(kind.count(conditions))
                        .bindMap(values)
                        .bind("limit", COUNTED)
                        .mapTo(Long.class)
                        .one();
        boolean wrong = !items.isEmpty() && problem(items.getFirst());
        return new Found(items, all - items.size(), wrong ? all : 0);
    }

    /** True unless it merely waits. */
    static boolean problem(Item item) {
        return !item.kind().equals("node-waiting");
    }

    /** Puts {@code item} aside as it is, and forgets what was put aside long ago. */
    void dismiss(Handle sql, Item item, String by, long now) {
        sql.createUpdate("delete from dismissed where dismissed_at < :old")
                .bind("old", now - KEPT.toMillis())
                .execute();
        String upsert = """
                insert into dismissed (kind, subject_id, since, dismissed_by, dismissed_at)
                values (:kind, :id, :since, :by, :now)
                on conflict (kind, subject_id) do update
                set since = excluded.since, dismissed_by = excluded.dismissed_by, dismissed_at = excluded.dismissed_at
                """;
        sql.createUpdate(upsert)
                .bind("kind", item.kind())
                .bind("id", item.id())
                .bind("since", item.at())
                .bind("by", by)
                .bind("now", now)
                .execute();
    }

    private static Item item(ResultSet row) throws SQLException {
        @Nullable String state = row.getString("state");
        boolean rotten = row.getString("kind").equals("release-rotten");
        String why = rotten ? Reasons.kept(UPLOAD_AGAIN) : row.getString("why");
        return new Item(
                row.getString("kind"),
                row.getLong("id"),
                row.getLong("project_id"),
                row.getString("name"),
                rotten ? UPLOAD_AGAIN.text() : row.getString("detail"),
                state == null ? null : PlacementState.valueOf(state).wire(),
                row.getLong("n"),
                row.getLong("at"),
                row.getString("link"),
                Reasons.read(why));
    }
}
