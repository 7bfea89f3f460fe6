package io.stardust.server.deploy;

import io.stardust.api.deploy.PlacementCounts;
import io.stardust.protocol.deploy.PlacementState;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Counts placements in the database, for the program itself. Stateless; runs on the handle it is given. */
final class PlacementCountStore {
    private static final String COUNT = """
            select p.deployment_id, d.project_id, o.state, coalesce(s.online, false) as online,
                case when o.state in ('RUNNING', 'HOSTED', 'UNHEALTHY') and s.online then o.version end as running,
                count(*) as n
            from placement p
            join deployment d on d.id = p.deployment_id
            left join observed o on o.placement_id = p.id
            left join node_seen s on s.node_id = p.node_id
            """;

    /** The tallies of {@code deployments} that have placements, of all that have when it is null. */
    Map<Long, Counted> count(Handle sql, @Nullable Collection<Long> deployments) {
        String select = COUNT
                + (deployments == null ? "" : "where p.deployment_id in (" + list(deployments) + ")")
                + " group by p.deployment_id, d.project_id, o.state, coalesce(s.online, false), running";
        Map<Long, Counted> found = new HashMap<>();
        sql.createQuery(select)
                .map((row, _) -> {
                    @Nullable String state = row.getString("state");
                    var standing = PlacementStatus.of(
                            state == null ? PlacementState.UNKNOWN : PlacementState.valueOf(state),
                            row.getBoolean("online"));
                    long project = row.getLong("project_id");
                    int count = row.getInt("n");
                    return found.merge(
                            row.getLong("deployment_id"),
                            Counted.of(project, standing, count, row.getString("running")),
                            Counted::plus);
                })
                .list();
        return found;
    }

    /** The deployments that have placements on {@code nodes}. */
    Set<Long> onNodes(Handle sql, Collection<Long> nodes) {
        if (nodes.isEmpty()) return Set.of();
        return sql.createQuery("select distinct deployment_id from placement where node_id in (" + list(nodes) + ")")
                .mapTo(Long.class)
                .set();
    }

    /** Numbers of ours, so nothing is quoted. */
    private static String list(Collection<Long> ids) {
        return ids.stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    /**
     * A deployment's tally and whose it is.
     *
     * @param versions how many of each are seen to run
     */
    record Counted(long projectId, PlacementCounts tally, Map<String, Integer> versions) {
        Counted {
            versions = Map.copyOf(versions);
        }

        private static Counted of(long project, PlacementStatus standing, int count, @Nullable String version) {
            return new Counted(project, standing.tally(count), version == null ? Map.of() : Map.of(version, count));
        }

        private static Counted plus(Counted one, Counted other) {
            Map<String, Integer> sum = new HashMap<>(one.versions);
            other.versions.forEach((version, count) -> sum.merge(version, count, Integer::sum));
            return new Counted(one.projectId, one.tally.plus(other.tally), sum);
        }
    }
}
