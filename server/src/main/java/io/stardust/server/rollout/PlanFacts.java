package io.stardust.server.rollout;

import io.stardust.protocol.Json;
import io.stardust.protocol.node.NodeInfo;
import io.stardust.protocol.node.PingInfo;
import io.stardust.server.db.Rows;
import io.stardust.server.deploy.Observed;
import java.lang.invoke.MethodHandles;
import java.util.HashMap;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jspecify.annotations.Nullable;

/** What a plan looks up of many nodes at once. Stateless. */
final class PlanFacts {
    private static final RowMapper<Observed> OBSERVED = Rows.of(MethodHandles.lookup(), Observed.class);

    /** What was last seen of the placements of a deployment. */
    Map<Long, Observed> observed(Handle sql, long deploymentId) {
        String select = """
                select o.placement_id, o.state, o.release_id, o.version, o.revision, o.pid, o.started_at, o.crashes,
                    o.exit_code, o.reason, o.output, o.adopted, o.seen_at, o.working_set, o.cpu_usage, o.threads,
                    o.measured_at, o.failing_since, o.why
                from placement p
                join observed o on o.placement_id = p.id
                where p.deployment_id = :deployment
                """;
        Map<Long, Observed> observed = new HashMap<>();
        sql.createQuery(select)
                .bind("deployment", deploymentId)
                .map(OBSERVED)
                .forEach(seen -> observed.put(seen.placementId(), seen));
        return observed;
    }

    /** Bytes left on the disk of the agent, by its last heartbeat or its login; 0 = not known. */
    static long free(RolloutNode node) {
        @Nullable String latest = node.latest();
        if (latest != null && !latest.isEmpty()) {
            long free = Json.WIRE.read(latest, PingInfo.class).availableFreeSpace();
            if (free > 0) return free;
        }
        @Nullable NodeInfo facts = node.facts();
        return facts == null ? 0 : facts.availableFreeSpace();
    }
}
