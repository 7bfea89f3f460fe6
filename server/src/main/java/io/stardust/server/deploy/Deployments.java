package io.stardust.server.deploy;

import static io.stardust.server.app.Bounds.MAX_MEMORY;
import static io.stardust.server.deploy.PlacementStatus.FAILED;
import static io.stardust.server.deploy.PlacementStatus.STARTING;
import static io.stardust.server.deploy.PlacementStatus.UNREACHABLE;

import io.stardust.api.deploy.DeploymentBody;
import io.stardust.api.deploy.DeploymentPage;
import io.stardust.api.deploy.DeploymentView;
import io.stardust.api.deploy.PlacementCounts;
import io.stardust.server.access.secret.Secrets;
import io.stardust.server.app.Apps;
import io.stardust.server.app.Bounds;
import io.stardust.server.change.Changes;
import io.stardust.server.change.Changes.Tx;
import io.stardust.server.db.Database;
import io.stardust.server.db.Keyset;
import io.stardust.server.db.Slice;
import io.stardust.server.db.Sorting;
import io.stardust.server.db.Visible;
import io.stardust.server.deploy.DeploymentStore.Versioned;
import io.stardust.server.deploy.Neighbours.Tenant;
import io.stardust.server.http.ApiException.Conflict;
import io.stardust.server.http.ApiException.Invalid;
import io.stardust.server.http.ApiException.NotFound;
import io.stardust.server.http.ApiException.Outdated;
import io.stardust.server.http.Caller;
import io.stardust.server.http.Check;
import io.stardust.server.http.Role;
import io.stardust.server.node.NodeStore;
import io.stardust.server.variable.VariableEdit;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Makes, edits and removes deployments. Thread-safe. */
public final class Deployments {
    private final Database db;
    private final Changes changes;
    private final Apps apps;
    private final ForeignCommandOutbox orders;
    private final PlacementCounter tallies;
    private final Secrets secrets;
    private final NodeStore nodes;
    private final List<Contents> contents = new CopyOnWriteArrayList<>();
    private final Neighbours neighbours;
    private final DeploymentStore store = new DeploymentStore();
    private final PlacementStore placements = new PlacementStore();

    /** What a deployment holds, which goes with it. */
    public interface Contents {
        /** Deletes all of a deployment, within the same transaction. */
        void deleteAll(Handle sql, long deploymentId);

        /** Then, once that is on disk, frees what nobody uses any more. */
        void sweep();
    }

    public Deployments(
            Database db,
            Changes changes,
            Apps apps,
            NodeStore nodes,
            ForeignCommandOutbox orders,
            PlacementCounter tallies,
            Secrets secrets) {
        this.nodes = nodes;
        this.neighbours = new Neighbours(secrets);
        this.tallies = tallies;
        this.secrets = secrets;
        this.db = db;
        this.changes = changes;
        this.apps = apps;
        this.orders = orders;
    }

    /** Adds what deployments hold; before the server serves. */
    public void holds(Contents some) {
        contents.add(some);
    }

    /** The orders that the list can be asked in. */
    Sorting sorting(Visible visible) {
        return DeploymentStore.sorting(() -> DeploymentStore.rank(Stream.of(FAILED, UNREACHABLE, STARTING)
                .map(standing -> at(visible, standing))
                .toList()));
    }

    /** Those with placements that stand there. */
    Set<Long> at(Visible visible, PlacementStatus standing) {
        return tallies.where(visible, tally -> standing.in(tally) > 0);
    }

    DeploymentPage list(Caller caller, DeploymentStore.Filter filter, Keyset order, long cursor, int limit) {
        Visible visible = caller.visible();
        Visible open = caller.visible(Role.OPERATOR);
        Found found = db.read(sql ->
                new Found(store.list(sql, visible, filter, order, cursor, limit), store.count(sql, visible, filter)));
        var page = Slice.of(found.rows(), limit, row -> row.deployment().id());
        return new DeploymentPage(page.views(row -> row.view(tallies, open)), page.next(), found.total());
    }

    private record Found(List<Versioned> rows, long total) {}

    DeploymentView get(Caller caller, long id) {
        return db.read(sql -> store.versioned(sql, caller.visible(), id))
                .orElseThrow(() -> new NotFound("deployment", id))
                .view(tallies, caller.visible(Role.OPERATOR));
    }

    public DeploymentView create(Caller caller, DeploymentBody wanted) {
        long project = apps.project(caller, wanted.projectId());
        return changes.write(
                caller.actor(),
                tx -> DeploymentViews.of(create(tx, caller, project, wanted), null, PlacementCounts.NONE, List.of()));
    }

    /** As above, within an open transaction, in a project where the caller may. */
    public Deployment create(Tx tx, Caller caller, long project, DeploymentBody wanted) {
        String name = Bounds.name("name", wanted.name());
        refuseTaken(tx, name);
        long app = wanted.appId() == null
                ? apps.findOrCreate(tx, project, name).id()
                : apps.inProject(tx.sql(), caller.visible(), wanted.appId(), project)
                        .id();
        long now = tx.now().toEpochMilli();
        Deployment bare = Deployment.fresh(tx.nextId("deployment"), project, app, name, now);
        Deployment made = merged(wanted, bare, now);
        Overlaps.require(made);
        store.insert(tx.sql(), made);
        tx.record("deployment.created", project, made.id(), null, DeploymentViews.masked(made));
        return made;
    }

    DeploymentView edit(Caller caller, long id, DeploymentBody patch, long seen) {
        if (patch.projectId() != null)
            throw new Invalid("projectId", patch.projectId(), "absent; it cannot be changed");
        if (patch.appId() != null) throw new Invalid("appId", patch.appId(), "absent; it cannot be changed");
        Set<Long> told = changes.write(caller.actor(), tx -> {
            Deployment before = editable(tx, caller, id, seen);
            Deployment after = merged(patch, before, tx.now().toEpochMilli());
            Overlaps.require(after);
            if (!after.name().equals(before.name())) refuseTaken(tx, after.name());
            store.update(tx.sql(), after);
            tx.record(
                    "deployment.updated",
                    after.projectId(),
                    id,
                    DeploymentViews.masked(before),
                    DeploymentViews.masked(after));
            List<Placement> placed = placements.ofDeployment(tx.sql(), id);
            for (Placement placement : placed) {
                nodes.find(tx.sql(), Visible.everything(), placement.nodeId())
                        .ifPresent(node -> neighbours.edited(
                                tx.sql(), node, new Tenant(before, placement), new Tenant(after, placement)));
            }
            if (!placed.isEmpty()) placements.touchAll(tx.sql(), id, null);
            return placed.stream().map(Placement::nodeId).collect(Collectors.toSet());
        });
        orders.tell(told); // agents that are not ours see an edit at the next publish only
        return get(caller, id);
    }

    void delete(Caller caller, long id) {
        changes.write(caller.actor(), tx -> {
            Deployment deployment = editable(tx, caller, id, -1);
            int left = placements.ofDeployment(tx.sql(), id).size();
            if (left > 0) {
                throw new Conflict("deployment %s still has %d placements; remove them first, and wait until their "
                        .concat("agents have, or remove them with force=true")
                        .formatted(deployment.name(), left));
            }
            for (Contents each : contents) each.deleteAll(tx.sql(), id);
            store.delete(tx.sql(), id);
            return tx.record(
                    "deployment.deleted", deployment.projectId(), id, DeploymentViews.masked(deployment), null);
        });
        contents.forEach(Contents::sweep);
    }

    /** What {@code body} asks for upon {@code base}; an absent field keeps the base's value. */
    private Deployment merged(DeploymentBody body, Deployment base, long now) {
        return new Deployment(
                base.id(),
                base.projectId(),
                base.appId(),
                body.name() == null ? base.name() : Bounds.name("name", body.name()),
                line("displayName", body.displayName(), Bounds.DISPLAY_NAME, base.displayName()),
                or(body.enabled(), base.enabled()),
                program(body, base),
                body.mode() == null ? base.mode() : Modes.deploy(body.mode()),
                or(body.allowMultiple(), base.allowMultiple()),
                limits(body, base),
                or(body.autoStop(), base.autoStop()),
                number("port", body.port(), 0, 65535, base.port()),
                probes(body, base),
                files(body, base),
                body.portArgument() == null
                        ? base.portArgument()
                        : Bounds.portArgument("portArgument", body.portArgument()),
                number("stopWait", body.stopWait(), 0, 3_600, base.stopWait()),
                number("drainWait", body.drainWait(), -1, 600, base.drainWait()),
                number("ramp", body.ramp(), 0, 3_600, base.ramp()),
                number("overlapPort", body.overlapPort(), 0, 65535, base.overlapPort()),
                or(body.multiVersion(), base.multiVersion()),
                body.services() == null ? base.services() : OfferedServices.text("services", body.services()),
                base.releaseId(),
                base.revision() + 1,
                base.createdAt(),
                now);
    }

    private Program program(DeploymentBody body, Deployment base) {
        return new Program(
                body.fileName() == null ? base.fileName() : Soundness.program("fileName", body.fileName()),
                body.arguments() == null ? base.arguments() : Soundness.words("arguments", body.arguments()),
                body.workingDirectory() == null
                        ? base.workingDirectory()
                        : Soundness.folder("workingDirectory", body.workingDirectory()),
                body.userName() == null ? base.userName() : Soundness.account("userName", body.userName()),
                variables(body).kept(base.environments(), secrets));
    }

    private static Deployment.Limits limits(DeploymentBody body, Deployment base) {
        return new Deployment.Limits(
                number("maxMemory", body.maxMemory(), 0, MAX_MEMORY, base.maxMemory()),
                number("priority", body.priority(), -2, 3, base.priority()),
                number("oomScoreAdjust", body.oomScoreAdjust(), -1000, 1000, base.oomScoreAdjust()));
    }

    private static ProbeTexts probes(DeploymentBody body, Deployment base) {
        return new ProbeTexts(
                body.healthCheck() == null ? base.healthCheck() : Bounds.healthCheck("healthCheck", body.healthCheck()),
                body.readiness() == null ? base.readiness() : Probes.text("readiness", body.readiness()),
                body.liveness() == null ? base.liveness() : Probes.text("liveness", body.liveness()));
    }

    private static Deployment.FileRules files(DeploymentBody body, Deployment base) {
        return new Deployment.FileRules(
                or(body.reloadOnChange(), base.reloadOnChange()),
                line("reloadPatterns", body.reloadPatterns(), Bounds.OVERWRITE, base.reloadPatterns()),
                line("keep", body.keep(), Bounds.OVERWRITE, base.keep()),
                body.reloadCommand() == null
                        ? base.reloadCommand()
                        : Soundness.words("reloadCommand", body.reloadCommand()),
                body.templates() == null ? base.templates() : ConfigTemplates.text("templates", body.templates()),
                body.onConfig() == null
                        ? base.onConfig()
                        : Check.choice("onConfig", body.onConfig(), Deployment.OnConfig.class),
                body.logFiles() == null ? base.logFiles() : Soundness.logFiles("logFiles", body.logFiles()));
    }

    private static VariableEdit variables(DeploymentBody body) {
        return new VariableEdit(
                body.environments(), body.environment(), body.environmentSet(), body.environmentRemove());
    }

    private static boolean or(@Nullable Boolean value, boolean absent) {
        return value == null ? absent : value;
    }

    private static int number(String field, @Nullable Integer value, int min, int max, int absent) {
        return value == null ? absent : Bounds.range(field, value, min, max);
    }

    private static @Nullable String line(String field, @Nullable String value, int max, @Nullable String absent) {
        return value == null ? absent : Bounds.line(field, value, max);
    }

    private Deployment editable(Tx tx, Caller caller, long id, long seen) {
        Deployment deployment = store.require(tx.sql(), caller.visible(), id);
        caller.require(Role.ADMIN, deployment.projectId());
        if (seen >= 0 && seen != deployment.revision()) {
            throw new Outdated("deployment", id, seen, deployment.revision());
        }
        return deployment;
    }

    private void refuseTaken(Tx tx, String name) {
        if (store.nameTaken(tx.sql(), name)) {
            throw new Conflict("name: %s is taken by another deployment".formatted(name));
        }
    }
}
