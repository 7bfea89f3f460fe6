package io.stardust.server.rollout;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** Finds first batches that get a part of the calls. Stateless; runs on the handle it is given. */
final class FirstBatchStore {
    /**
     * While the rest is still to come, though it waits for somebody after a failure; and until what was begun is moved
     * back.
     */
    private static final String SELECT = """
            select r.id, r.weight, p.placement_id, d.app_id, a.name as app, l.deploy_name, n.name as node,
                case when l.port = 0 then d.overlap_port else 0 end as overlap_port
            from rollout r
            join rollout_placement p on p.rollout_id = r.id and p.batch = 0
            join placement l on l.id = p.placement_id
            join deployment d on d.id = l.deployment_id
            join app a on a.id = d.app_id
            join node n on n.id = l.node_id
            where r.weight > 0 and r.current_batch = 0 and p.state in ('QUEUED', 'WORKING', 'READY', 'FAILED')
                and (r.status = 'REVERTING'
                    or r.status in ('RUNNING', 'PAUSED', 'FAILED') and r.reverted_by is null and l.rollout_id = r.id
                        and exists (select 1 from rollout_placement q where q.rollout_id = r.id and q.batch > 0
                            and q.state = 'PLANNED'))
            order by r.id, p.placement_id
            """;

    private record Row(long rollout, int percent, FirstBatch.Part part) {}

    List<FirstBatch> underWay(Handle sql) {
        Map<Long, List<Row>> rows = new LinkedHashMap<>();
        sql.createQuery(SELECT)
                .map((row, _) -> new Row(
                        row.getLong("id"),
                        row.getInt("weight"),
                        new FirstBatch.Part(
                                row.getLong("placement_id"),
                                row.getLong("app_id"),
                                row.getString("app"),
                                row.getString("deploy_name") + "@" + row.getString("node"),
                                row.getInt("overlap_port"))))
                .forEach(row -> rows.computeIfAbsent(row.rollout, _ -> new ArrayList<>())
                        .add(row));
        return rows.values().stream()
                .map(each -> new FirstBatch(
                        each.getFirst().rollout,
                        each.getFirst().percent,
                        each.stream().map(Row::part).toList()))
                .toList();
    }
}
