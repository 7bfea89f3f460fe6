package io.stardust.server.deploy;

import io.stardust.server.app.AppFilter;
import io.stardust.server.db.Keyset;
import io.stardust.server.db.Sorting;
import io.stardust.server.db.Visible;
import io.stardust.server.http.ApiException.Invalid;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/**
 * Finds placements among many: first the ids, by indexes, joined with no more than the filter needs; the rest of a page
 * is read for those alone. Stateless; runs on the handle it is given.
 */
final class PlacementSearchStore {
    // those that need somebody first; as Standing says it
    private static final String STATE = "case when o.state in ('FAILED', 'GAVE_UP', 'BACK_OFF', 'UNHEALTHY')"
            + " and coalesce(s.online, false) then 0 when not coalesce(s.online, false) then 1"
            + " when o.state in ('INSTALLING', 'STARTING') then 2 when o.state in ('RUNNING', 'HOSTED') then 3 else 4 end";
    static final Sorting SORTING = new Sorting(
            "placement p",
            " left join node n on n.id = p.node_id left join deployment e on e.id = p.deployment_id"
                    + " left join node_seen s on s.node_id = p.node_id left join observed o on o.placement_id = p.id",
            "p.id",
            Map.of(
                    "node", () -> "coalesce(lower(n.name), '')",
                    "deployment", () -> "coalesce(lower(e.name), '')",
                    "state", () -> STATE,
                    "version", () -> "coalesce(o.version, '')",
                    "started", () -> "coalesce(o.started_at, 0)",
                    "crashes", () -> "coalesce(o.crashes, 0)",
                    "memory", () -> "coalesce(o.working_set, 0)"));

    /**
     * Ids behind {@code cursor}, in order, {@code limit} of them.
     *
     * @throws Invalid if the row that the cursor names is gone
     */
    List<Long> ids(Handle sql, Visible visible, Filter filter, Keyset order, long cursor, int limit) {
        if (order.lost(sql, cursor, condition(visible, Filter.ANY)))
            throw new Invalid("cursor", cursor, "the next of an answer; ask from the start");
        String select = "select p.id from " + order.from() + " where " + order.behind() + " and "
                + condition(visible, filter) + " order by " + order.order() + " limit :limit";
        return bound(sql.createQuery(select), filter)
                .bind("cursor", cursor)
                .bind("limit", limit)
                .mapTo(Long.class)
                .list();
    }

    /** How many there are. */
    long count(Handle sql, Visible visible, Filter filter) {
        String select = "select count(*) from placement p where " + condition(visible, filter);
        return bound(sql.createQuery(select), filter).mapTo(Long.class).one();
    }

    private static String condition(Visible visible, Filter filter) {
        List<String> all = new ArrayList<>();
        if (!visible.all() || filter.of().project() != 0) {
            String project = filter.of().project() == 0 ? "" : " and d.project_id = :project";
            // many rows are looked at where more is asked: then in the order of their ids, whence the sum
            boolean more = filter.standing() != null || !filter.of().q().isEmpty();
            all.add("p.deployment_id" + (more ? " + 0" : "") + " in (select d.id from deployment d where "
                    + visible.on("d.project_id") + project + ")");
        }
        if (filter.node() != 0) all.add("p.node_id = :node");
        if (filter.deployment() != 0) all.add("p.deployment_id = :deployment");
        if (filter.standing() != null) all.add(filter.standing().condition());
        if (!filter.of().q().isEmpty()) {
            all.add("(p.deployment_id + 0 in (select d.id from deployment d where lower(d.name) like :q escape '!')"
                    + " or p.node_id + 0 in (select n.id from node n where lower(n.name) like :q escape '!'))");
        }
        return all.isEmpty() ? "1 = 1" : String.join(" and ", all);
    }

    private static Query bound(Query query, Filter filter) {
        if (filter.of().project() != 0) query.bind("project", filter.of().project());
        if (filter.node() != 0) query.bind("node", filter.node());
        if (filter.deployment() != 0) query.bind("deployment", filter.deployment());
        if (!filter.of().q().isEmpty()) query.bind("q", filter.of().pattern());
        return query;
    }

    /**
     * Which placements somebody wants.
     *
     * @param node 0 = whichever
     * @param deployment 0 = whichever
     * @param of the project, and part of the name of the deployment or node
     * @param standing null = wherever
     */
    record Filter(
            long node,
            long deployment,
            AppFilter of,
            @Nullable PlacementStatus standing) {
        private static final Filter ANY = ofDeployment(0);

        static Filter ofDeployment(long id) {
            return new Filter(0, id, new AppFilter("", 0), null);
        }

        /** True when {@link PlacementCounter} know how many there are. */
        boolean tallied() {
            return node == 0 && of.q().isEmpty();
        }
    }
}
