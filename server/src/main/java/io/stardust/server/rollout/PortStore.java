package io.stardust.server.rollout;

import io.stardust.server.db.Visible;
import io.stardust.server.rollout.PortClashes.Taken;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** The ports of placements, in the database. Stateless; runs on the handle it is given. */
final class PortStore {
    /** What runs at a port on these nodes, or should, by node. */
    Map<Long, List<Taken>> taken(Handle sql, Visible visible, Collection<Long> nodes) {
        String in = nodes.stream().map(String::valueOf).collect(Collectors.joining(","));
        String select = """
                select p.id, p.node_id, p.deploy_name, d.id as deployment_id, d.name as deployment_name,
                    case when p.port = 0 then d.port else p.port end as port,
                    case when p.port = 0 and coalesce(p.mode, d.mode) = 'SHADOW' then d.overlap_port else 0 end
                        as overlap_port
                from placement p
                join deployment d on d.id = p.deployment_id
                where p.node_id in (%s) and p.state = 'RUNNING' and p.enabled and d.enabled and p.port + d.port > 0
                    and coalesce(p.mode, d.mode) in ('STANDARD', 'SHADOW') and %s
                order by p.id
                """.formatted(in, visible.on("d.project_id"));
        Map<Long, List<Taken>> taken = new HashMap<>();
        sql.createQuery(select)
                .map((row, _) -> {
                    List<Taken> here = taken.computeIfAbsent(row.getLong("node_id"), _ -> new ArrayList<>());
                    String name = "placement %s of deployment %s"
                            .formatted(row.getString("deploy_name"), row.getString("deployment_name"));
                    for (String column : List.of("port", "overlap_port")) {
                        int port = row.getInt(column);
                        if (port > 0) here.add(new Taken(row.getLong("id"), row.getLong("deployment_id"), name, port));
                    }
                    return here;
                })
                .list();
        return taken;
    }
}
