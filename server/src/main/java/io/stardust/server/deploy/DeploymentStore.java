package io.stardust.server.deploy;

import io.stardust.api.deploy.DeploymentView;
import io.stardust.api.deploy.PlacementCounts;
import io.stardust.protocol.deploy.DeployMode;
import io.stardust.server.app.AppFilter;
import io.stardust.server.db.Keyset;
import io.stardust.server.db.Rows;
import io.stardust.server.db.Sorting;
import io.stardust.server.db.Visible;
import io.stardust.server.http.ApiException.Invalid;
import io.stardust.server.http.ApiException.NotFound;
import java.lang.invoke.MethodHandles;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** Deployments in the database. Stateless; every method runs on the handle it is given. */
public final class DeploymentStore {
    static final Rows<Deployment> DEPLOYMENT = Rows.of(MethodHandles.lookup(), Deployment.class);

    private static final String COLUMNS = """
            d.id, d.project_id, d.app_id, d.name, d.display_name, d.enabled, d.file_name, d.arguments, d.working_directory,
            d.user_name, d.environments, d.mode, d.allow_multiple, d.max_memory, d.auto_stop, d.reload_on_change,
            d.port, d.priority, d.oom_score_adjust, d.health_check, d.readiness, d.liveness, d.reload_patterns, d.keep,
            d.reload_command, d.templates, d.on_config, d.port_argument, d.stop_wait, d.drain_wait, d.ramp,
            d.overlap_port, d.multi_version, d.services, d.log_files, d.release_id, d.revision, d.created_at, d.updated_at
            """;
    /** The same, each column with {@code d_} before its name. */
    static final String PREFIXED = COLUMNS.replaceAll("d\\.(\\w+)", "d.$1 as d_$1");

    private static final String VIEW = "select " + COLUMNS + """
            , r.version
            from deployment d
            left join release r on r.id = d.release_id
            """;
    private static final RowMapper<Versioned> VERSIONED = Rows.perQuery(columns -> {
        RowMapper<Deployment> deployments = DEPLOYMENT.in(columns);
        return (row, context) -> new Versioned(deployments.map(row, context), row.getString("version"));
    });

    void insert(Handle sql, Deployment deployment) {
        String insert = """
                insert into deployment (id, project_id, app_id, name, display_name, enabled, file_name, arguments,
                    working_directory, user_name, environments, mode, allow_multiple, max_memory, auto_stop,
                    reload_on_change, port, priority, oom_score_adjust, health_check, readiness, liveness,
                    reload_patterns, keep, reload_command, templates, on_config, port_argument, stop_wait, drain_wait, ramp,
                    overlap_port, multi_version, services, log_files, release_id, revision, created_at, updated_at)
                values (:id, :projectId, :appId, :name, :displayName, :enabled, :fileName, :arguments,
                    :workingDirectory, :userName, :environments, :mode, :allowMultiple, :maxMemory, :autoStop,
                    :reloadOnChange, :port, :priority, :oomScoreAdjust, :healthCheck, :readiness, :liveness,
                    :reloadPatterns, :keep, :reloadCommand, :templates, :onConfig, :portArgument, :stopWait, :drainWait, :ramp,
                    :overlapPort, :multiVersion, :services, :logFiles, :releaseId, :revision, :createdAt, :updatedAt)
                """;
        sql.createUpdate(insert).bindMethods(deployment).execute();
    }

    /** The longest ramp, in s, of the app's placements of that name; 0 when there is none. */
    public long ramp(Handle sql, long appId, String deployName) {
        return sql.createQuery("""
                        select coalesce(max(d.ramp), 0)
                        from placement p
                        join deployment d on d.id = p.deployment_id
                        where d.app_id = :app and p.deploy_name = :name
                        """)
                .bind("app", appId)
                .bind("name", deployName)
                .mapTo(Long.class)
                .one();
    }

    void update(Handle sql, Deployment deployment) {
        String update = """
                update deployment
                set name = :name, display_name = :displayName, enabled = :enabled, file_name = :fileName, arguments = :arguments,
                    working_directory = :workingDirectory, user_name = :userName, environments = :environments,
                    mode = :mode, allow_multiple = :allowMultiple, max_memory = :maxMemory, auto_stop = :autoStop,
                    reload_on_change = :reloadOnChange, port = :port, priority = :priority,
                    oom_score_adjust = :oomScoreAdjust, health_check = :healthCheck, readiness = :readiness,
                    liveness = :liveness, reload_patterns = :reloadPatterns, keep = :keep,
                    reload_command = :reloadCommand, templates = :templates, on_config = :onConfig,
                    port_argument = :portArgument, stop_wait = :stopWait,
                    drain_wait = :drainWait, ramp = :ramp, overlap_port = :overlapPort, multi_version = :multiVersion, services = :services,
                    log_files = :logFiles, revision = :revision, updated_at = :updatedAt
                where id = :id
                """;
        sql.createUpdate(update).bindMethods(deployment).execute();
    }

    /** Names the release chosen last. */
    public void use(Handle sql, long id, long releaseId, long now) {
        String update = "update deployment set release_id = :release, updated_at = :now where id = :id";
        sql.createUpdate(update)
                .bind("release", releaseId)
                .bind("now", now)
                .bind("id", id)
                .execute();
    }

    /** Removes the deployment with all that hangs on it; it must have no placements and no releases. */
    void delete(Handle sql, long id) {
        for (String delete : List.of(
                "delete from step where deployment_id = :id",
                "delete from task_run where deployment_id = :id",
                "delete from rollout_placement where rollout_id in (select id from rollout where deployment_id = :id)",
                "delete from rollout where deployment_id = :id",
                "delete from deployment where id = :id")) {
            sql.createUpdate(delete).bind("id", id).execute();
        }
    }

    /** @throws NotFound if it is not there, or may not be seen */
    public Deployment require(Handle sql, Visible visible, long id) {
        return find(sql, visible, id).orElseThrow(() -> new NotFound("deployment", id));
    }

    public Optional<Deployment> find(Handle sql, Visible visible, long id) {
        String select = "select " + COLUMNS + "from deployment d where d.id = :id and " + visible.on("d.project_id");
        return sql.createQuery(select).bind("id", id).map(DEPLOYMENT).findOne();
    }

    /** The name of an app that a deployment belongs to. */
    public String appName(Handle sql, long appId) {
        return sql.createQuery("select name from app where id = :id")
                .bind("id", appId)
                .mapTo(String.class)
                .one();
    }

    boolean nameTaken(Handle sql, String name) {
        return sql.createQuery("select 1 from deployment where name = :name")
                .bind("name", name)
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }

    boolean usesApp(Handle sql, long appId) {
        return sql.createQuery("select 1 from deployment where app_id = :app limit 1")
                .bind("app", appId)
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }

    Optional<Versioned> versioned(Handle sql, Visible visible, long id) {
        return sql.createQuery(VIEW + "where d.id = :id and " + visible.on("d.project_id"))
                .bind("id", id)
                .map(VERSIONED)
                .findOne();
    }

    /**
     * Behind {@code cursor}, one more than {@code limit} when there are more.
     *
     * @throws Invalid if the row that the cursor names is gone
     */
    List<Versioned> list(Handle sql, Visible visible, Filter filter, Keyset order, long cursor, int limit) {
        if (order.lost(sql, cursor, visible.on("d.project_id")))
            throw new Invalid("cursor", cursor, "the next of an answer; ask from the start");
        String select = VIEW + "where " + order.behind() + " and " + condition(visible, filter) + " order by "
                + order.order() + " limit :limit";
        return bound(sql.createQuery(select), filter)
                .bind("cursor", cursor)
                .bind("limit", limit + 1)
                .map(VERSIONED)
                .list();
    }

    /** How many there are. */
    long count(Handle sql, Visible visible, Filter filter) {
        return bound(sql.createQuery("select count(*) from deployment d where " + condition(visible, filter)), filter)
                .mapTo(Long.class)
                .one();
    }

    /** @param state a number for how a deployment stands, those that need somebody first */
    static Sorting sorting(Supplier<String> state) {
        return new Sorting(
                "deployment d",
                " left join release r on r.id = d.release_id",
                "d.id",
                Map.of(
                        "name", () -> "lower(d.name)",
                        "state", state,
                        "version", () -> "coalesce(r.version, '')",
                        "mode", () -> "d.mode",
                        "project",
                                () -> "coalesce((select lower(j.name) from project j where j.id = d.project_id), '')",
                        "updated", () -> "d.updated_at"));
    }

    /** Numbers for the deployments in {@code sets}: 0 for the first of them; more than all for the others. */
    static String rank(List<Set<Long>> sets) {
        var rank = new StringBuilder("case");
        for (int i = 0; i < sets.size(); i++)
            rank.append(" when ").append(ids(sets.get(i))).append(" then ").append(i);
        return rank.append(" else ").append(sets.size()).append(" end").toString();
    }

    private static String condition(Visible visible, Filter filter) {
        String condition = visible.on("d.project_id") + """
                 and (:project = 0 or d.project_id = :project)
                 and (:name = '' or d.name = :name)
                 and (:mode = '' or d.mode = :mode)
                 and (:app = 0 or d.app_id = :app)
                 and (:node = 0 or d.id in (select p.deployment_id from placement p where p.node_id = :node))
                 and (lower(d.name) like :q escape '!' or lower(coalesce(d.display_name, '')) like :q escape '!')
                """;
        return filter.ids() == null ? condition : condition + " and " + ids(filter.ids());
    }

    /** Numbers of ours, so nothing is quoted. */
    private static String ids(Set<Long> ids) {
        if (ids.isEmpty()) return "1 = 0";
        return ids.stream().map(String::valueOf).collect(Collectors.joining(",", "d.id in (", ")"));
    }

    private static Query bound(Query query, Filter filter) {
        return query.bind("project", filter.of().project())
                .bind("name", filter.name())
                .bind("mode", filter.mode() == null ? "" : filter.mode().name())
                .bind("node", filter.node())
                .bind("app", filter.app())
                .bind("q", filter.of().pattern());
    }

    /** A deployment and the version of its release. */
    record Versioned(Deployment deployment, @Nullable String version) {
        /** @param open the projects whose variables are shown with their values */
        DeploymentView view(PlacementCounter tallies, Visible open) {
            PlacementCounts tally = tallies.of(deployment.id());
            List<DeploymentView.Running> versions = tallies.versions(deployment.id());
            return open.sees(deployment.projectId())
                    ? DeploymentViews.of(deployment, version, tally, versions)
                    : DeploymentViews.masked(deployment, version, tally, versions);
        }
    }

    /**
     * Which deployments a list shows.
     *
     * @param name exact, or empty
     * @param mode null: whichever
     * @param node those placed on it; 0: wherever
     * @param app those of it; 0: of whichever
     * @param ids only these; null: all
     */
    record Filter(
            AppFilter of,
            String name,
            @Nullable DeployMode mode,
            long node,
            long app,
            @Nullable Set<Long> ids) {}
}
