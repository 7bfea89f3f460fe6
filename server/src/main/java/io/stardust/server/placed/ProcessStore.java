package io.stardust.server.placed;

import io.stardust.server.registry.Canaries.Member;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Finds what agents call the processes of a deployment. Stateless; runs on the handle it is given. */
final class ProcessStore {
    private static final int MOST = 1_000;

    List<Member> ofDeployment(Handle sql, long deploymentId) {
        String select = """
                select l.id, d.app_id, a.name as app, l.deploy_name, n.name as node,
                    case when l.port = 0 then d.overlap_port else 0 end as overlap_port
                from placement l
                join deployment d on d.id = l.deployment_id
                join app a on a.id = d.app_id
                join node n on n.id = l.node_id
                where l.deployment_id = :deployment
                order by l.id
                limit :most
                """;
        return sql.createQuery(select)
                .bind("deployment", deploymentId)
                .bind("most", MOST)
                .map((row, _) -> new Member(
                        row.getLong("id"),
                        row.getLong("app_id"),
                        row.getString("app"),
                        row.getString("deploy_name") + "@" + row.getString("node"),
                        row.getInt("overlap_port")))
                .list();
    }
}
