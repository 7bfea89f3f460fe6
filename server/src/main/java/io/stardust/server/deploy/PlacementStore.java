package io.stardust.server.deploy;

import io.stardust.api.deploy.PlacementView;
import io.stardust.server.db.Rows;
import io.stardust.server.db.Visible;
import io.stardust.server.deploy.Neighbours.Tenant;
import io.stardust.server.deploy.PlacementViews.Around;
import io.stardust.server.http.ApiException.NotFound;
import java.lang.invoke.MethodHandles;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** Placements and their desired state in the database. Stateless; every method runs on the handle it is given. */
public final class PlacementStore {
    private static final Rows<Placement> PLACEMENT = Rows.of(MethodHandles.lookup(), Placement.class);
    private static final Rows<Observed> OBSERVED = Rows.of(MethodHandles.lookup(), Observed.class, "o_");
    private static final String COLUMNS = """
            p.id, p.deployment_id, p.node_id, p.deploy_name, p.enabled, p.port, p.file_name, p.arguments,
            p.working_directory, p.mode, p.environments, p.user_name, p.max_memory, p.priority,
            p.oom_score_adjust, p.health_check, p.readiness, p.liveness, p.delay_seconds, p.ended, p.state, p.release_id, p.restarts,
            p.reinstalls, p.rollout_id, p.desired_revision, p.revision, p.created_at, p.updated_at
            """;
    private static final Rows<Deployment> DEPLOYMENT = Rows.of(MethodHandles.lookup(), Deployment.class, "d_");
    private static final RowMapper<Tenant> TENANT = Rows.perQuery(columns -> {
        RowMapper<Placement> placements = PLACEMENT.in(columns);
        RowMapper<Deployment> deployments = DEPLOYMENT.in(columns);
        return (row, context) -> new Tenant(deployments.map(row, context), placements.map(row, context));
    });
    private static final String SELECT = "select " + COLUMNS + """
            from placement p
            join deployment d on d.id = p.deployment_id
            """;
    private static final String VIEW = "select " + COLUMNS + """
            , d.project_id, d.name as deployment_name, d.enabled as deployment_enabled, n.name as node_name,
            coalesce(s.online, :no) as online,
            coalesce(s.since, 0) as node_since, r.version,
            o.placement_id as o_placement_id, o.state as o_state, o.release_id as o_release_id,
            o.version as o_version, o.revision as o_revision, o.pid as o_pid, o.started_at as o_started_at,
            o.crashes as o_crashes, o.exit_code as o_exit_code, coalesce(u.reason, o.reason) as o_reason,
            case when u.reason is null then o.why end as o_why, o.output as o_output,
            o.adopted as o_adopted, o.seen_at as o_seen_at, o.working_set as o_working_set,
            o.cpu_usage as o_cpu_usage, o.threads as o_threads, o.measured_at as o_measured_at,
            case when o.failing_since > 0 then o.failing_since else coalesce(u.since, 0) end as o_failing_since
            from placement p
            join deployment d on d.id = p.deployment_id
            left join node n on n.id = p.node_id
            left join node_seen s on s.node_id = p.node_id
            left join release r on r.id = p.release_id
            left join observed o on o.placement_id = p.id
            left join untold u on u.placement_id = p.id
            """;

    /** @param open the projects whose variables are shown with their values */
    private static RowMapper<PlacementView> placementView(Visible open, Measured measured) {
        return Rows.perQuery(columns -> {
            RowMapper<Placement> placements = PLACEMENT.in(columns);
            RowMapper<Observed> observed = OBSERVED.in(columns);
            return (row, context) -> {
                Placement placement = placements.map(row, context);
                boolean silent = row.getString("o_state") == null;
                return PlacementViews.of(
                        placement,
                        silent
                                ? Observed.silent(placement.id(), row.getString("o_reason"))
                                : observed.map(row, context),
                        new Around(
                                row.getString("deployment_name"),
                                row.getBoolean("deployment_enabled"),
                                row.getString("node_name"),
                                row.getBoolean("online"),
                                row.getLong("node_since"),
                                measured.use(placement.nodeId(), placement.id()),
                                row.getString("version"),
                                open.sees(row.getLong("project_id"))));
            };
        });
    }

    void insert(Handle sql, Placement placement) {
        String insert = """
                insert into placement (id, deployment_id, node_id, deploy_name, enabled, port, file_name, arguments,
                    working_directory, mode, environments, user_name, max_memory, priority, oom_score_adjust,
                    health_check, readiness, liveness, delay_seconds, ended, state, release_id, restarts, reinstalls,
                    rollout_id, desired_revision, revision, created_at, updated_at)
                values (:id, :deploymentId, :nodeId, :deployName, :enabled, :port, :fileName, :arguments,
                    :workingDirectory, :mode, :environments, :userName, :maxMemory, :priority, :oomScoreAdjust,
                    :healthCheck, :readiness, :liveness, :delaySeconds, :ended, :state, :releaseId, :restarts, :reinstalls,
                    :rolloutId, :desiredRevision, :revision, :createdAt, :updatedAt)
                """;
        sql.createUpdate(insert).bindMethods(placement).execute();
    }

    public void update(Handle sql, Placement placement) {
        String update = """
                update placement
                set enabled = :enabled, port = :port, file_name = :fileName, arguments = :arguments,
                    working_directory = :workingDirectory, mode = :mode, environments = :environments,
                    user_name = :userName, max_memory = :maxMemory, priority = :priority,
                    oom_score_adjust = :oomScoreAdjust, health_check = :healthCheck, readiness = :readiness,
                    liveness = :liveness, delay_seconds = :delaySeconds, ended = :ended, state = :state, release_id = :releaseId,
                    restarts = :restarts, reinstalls = :reinstalls, rollout_id = :rolloutId, desired_revision = :desiredRevision,
                    revision = :revision, updated_at = :updatedAt
                where id = :id
                """;
        sql.createUpdate(update).bindMethods(placement).execute();
    }

    /** Writes what is wanted of placements, but for their settings, in one go. */
    public void publish(Handle sql, List<Placement> placements) {
        String update = """
                update placement
                set enabled = :enabled, ended = :ended, state = :state, release_id = :releaseId, restarts = :restarts,
                    reinstalls = :reinstalls, rollout_id = :rolloutId, desired_revision = :desiredRevision, revision = :revision,
                    updated_at = :updatedAt
                where id = :id
                """;
        PreparedBatch batch = sql.prepareBatch(update);
        for (Placement placement : placements) batch.bindMethods(placement).add();
        batch.execute();
    }

    /**
     * Marks the placements of a deployment as changed for their agents, those of {@code releaseId} unless that is null;
     * by the same two statements however many they are.
     */
    public void touchAll(Handle sql, long deploymentId, @Nullable Long releaseId) {
        String which = "deployment_id = :deployment and (cast(:release as bigint) is null or release_id = :release)";
        String draw = """
                insert into node_desired (node_id, revision)
                select distinct node_id, 1 from placement where %s
                on conflict (node_id) do update set revision = node_desired.revision + 1
                """.formatted(which);
        String update = """
                update placement
                set desired_revision = (select d.revision from node_desired d where d.node_id = placement.node_id)
                where %s
                """.formatted(which);
        for (String statement : List.of(draw, update)) {
            sql.createUpdate(statement)
                    .bind("deployment", deploymentId)
                    .bind("release", releaseId)
                    .execute();
        }
    }

    /** Removes the placement with what was observed of it; its history stays. */
    public void delete(Handle sql, long id) {
        for (String delete : List.of(
                "delete from observed where placement_id = :id",
                "delete from untold where placement_id = :id",
                "delete from agent_order where placement_id = :id",
                "delete from adoption where placement_id = :id",
                "delete from placement where id = :id")) {
            sql.createUpdate(delete).bind("id", id).execute();
        }
    }

    /**
     * Draws the node's next revision. Only the writer does, so revisions become visible in the order they were drawn,
     * and an agent that has acted on n is never shown a new n - 1.
     */
    public long nextRevision(Handle sql, long nodeId) {
        String draw = """
                insert into node_desired (node_id, revision) values (:node, 1)
                on conflict (node_id) do update set revision = node_desired.revision + 1
                returning revision
                """;
        return sql.createQuery(draw).bind("node", nodeId).mapTo(Long.class).one();
    }

    /** As {@link #nextRevision}, of several nodes at once: by node. */
    public Map<Long, Long> nextRevisions(Handle sql, Collection<Long> nodeIds) {
        String rows =
                nodeIds.stream().distinct().map(node -> "(" + node + ", 1)").collect(Collectors.joining(", "));
        String draw = "insert into node_desired (node_id, revision) values " + rows + """
                 on conflict (node_id) do update set revision = node_desired.revision + 1
                returning node_id, revision
                """;
        Map<Long, Long> drawn = new HashMap<>();
        try (Query query = sql.createQuery(draw)) {
            query.map((row, _) -> drawn.put(row.getLong("node_id"), row.getLong("revision")))
                    .list();
        }
        return drawn;
    }

    /** The newest revision of what a node should run; 0 when it never had anything. */
    public long revision(Handle sql, long nodeId) {
        return sql.createQuery("select revision from node_desired where node_id = :node")
                .bind("node", nodeId)
                .mapTo(Long.class)
                .findOne()
                .orElse(0L);
    }

    /** @throws NotFound if it is not there, or may not be seen */
    public Placement require(Handle sql, Visible visible, long id) {
        return find(sql, visible, id).orElseThrow(() -> new NotFound("placement", id));
    }

    public Optional<Placement> find(Handle sql, Visible visible, long id) {
        return sql.createQuery(SELECT + "where p.id = :id and " + visible.on("d.project_id"))
                .bind("id", id)
                .map(PLACEMENT)
                .findOne();
    }

    public Optional<Placement> named(Handle sql, long nodeId, String deployName) {
        return sql.createQuery(SELECT + "where p.node_id = :node and p.deploy_name = :name")
                .bind("node", nodeId)
                .bind("name", deployName)
                .map(PLACEMENT)
                .findOne();
    }

    /** Those of {@code ids} that are there, by id. */
    public List<Placement> those(Handle sql, Collection<Long> ids) {
        String in = ids.stream().map(String::valueOf).collect(Collectors.joining(","));
        return sql.createQuery(SELECT + "where p.id in (" + in + ") order by p.id")
                .map(PLACEMENT)
                .list();
    }

    /**
     * Those of {@code ids} that run as wanted, as far as their connected nodes said last, and whose agents are not
     * ours: a command to publish would make them install it again, where ours look whether that is needed.
     */
    public Set<Long> settled(Handle sql, Collection<Long> ids) {
        if (ids.isEmpty()) return Set.of();
        String select =
                """
                select p.id
                from placement p
                join observed o on o.placement_id = p.id
                join node_seen s on s.node_id = p.node_id
                where p.id in (%s) and not s.ours and p.state = 'RUNNING' and p.enabled and not p.ended and s.online
                    and o.release_id = p.release_id and o.revision >= p.desired_revision
                    and o.state in ('RUNNING', 'HOSTED')
                """.formatted(String.join(",", ids.stream().map(String::valueOf).toList()));
        return sql.createQuery(select).mapTo(Long.class).set();
    }

    public List<Placement> ofDeployment(Handle sql, long deploymentId) {
        return sql.createQuery(SELECT + "where p.deployment_id = :deployment order by p.id")
                .bind("deployment", deploymentId)
                .map(PLACEMENT)
                .list();
    }

    /** Those of a node with what they are of. */
    List<Tenant> tenants(Handle sql, long nodeId) {
        String select = "select " + COLUMNS + ", " + DeploymentStore.PREFIXED
                + "from placement p join deployment d on d.id = p.deployment_id where p.node_id = :node order by p.id";
        return sql.createQuery(select).bind("node", nodeId).map(TENANT).list();
    }

    public List<Placement> ofNode(Handle sql, long nodeId) {
        return sql.createQuery(SELECT + "where p.node_id = :node order by p.id")
                .bind("node", nodeId)
                .map(PLACEMENT)
                .list();
    }

    /** True when the node has a placement of the deployment that {@code releaseId} belongs to. */
    public boolean mayFetch(Handle sql, long nodeId, long releaseId) {
        String select = """
                select 1
                from placement p
                join release r on r.deployment_id = p.deployment_id
                where p.node_id = :node and r.id = :release
                limit 1
                """;
        return sql.createQuery(select)
                .bind("node", nodeId)
                .bind("release", releaseId)
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }

    /** How many are on the node, those included whose removal its agent has not confirmed yet. */
    public int countOnNode(Handle sql, long nodeId) {
        return sql.createQuery("select count(*) from placement where node_id = :node")
                .bind("node", nodeId)
                .mapTo(int.class)
                .one();
    }

    Optional<PlacementView> view(Handle sql, Visible visible, Visible open, Measured measured, long id) {
        return sql.createQuery(VIEW + "where p.id = :id and " + visible.on("d.project_id"))
                .bind("no", false)
                .bind("id", id)
                .map(placementView(open, measured))
                .findOne();
    }

    /**
     * Those of {@code ids} that are visible, in their order; the variables of those in {@code open} with their values.
     */
    List<PlacementView> views(Handle sql, Visible visible, Visible open, Measured measured, List<Long> ids) {
        if (ids.isEmpty()) return List.of();
        String in = ids.stream().map(String::valueOf).collect(Collectors.joining(","));
        String select = VIEW + "where p.id in (" + in + ") and " + visible.on("d.project_id");
        Map<Long, PlacementView> found =
                sql.createQuery(select).bind("no", false).map(placementView(open, measured)).stream()
                        .collect(Collectors.toMap(PlacementView::id, view -> view));
        return ids.stream().filter(found::containsKey).map(found::get).toList();
    }
}
