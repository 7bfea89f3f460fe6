package io.stardust.server.deploy;

import io.stardust.api.deploy.PlacementBody;
import io.stardust.api.deploy.PlacementCounts;
import io.stardust.api.deploy.PlacementPage;
import io.stardust.api.deploy.PlacementView;
import io.stardust.protocol.reason.Code;
import io.stardust.server.access.secret.Secrets;
import io.stardust.server.app.Bounds;
import io.stardust.server.change.Changes;
import io.stardust.server.change.Changes.Tx;
import io.stardust.server.db.Database;
import io.stardust.server.db.Keyset;
import io.stardust.server.db.Slice;
import io.stardust.server.db.Visible;
import io.stardust.server.deploy.Neighbours.Tenant;
import io.stardust.server.deploy.Placement.Wish;
import io.stardust.server.http.ApiException.Conflict;
import io.stardust.server.http.ApiException.Invalid;
import io.stardust.server.http.ApiException.NotFound;
import io.stardust.server.http.ApiException.Outdated;
import io.stardust.server.http.Caller;
import io.stardust.server.http.Role;
import io.stardust.server.node.Node;
import io.stardust.server.node.NodeStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** What people want of placements, except for the release: that is {@code rollout.Rollouts}. Thread-safe. */
public final class Placements {
    private final Database db;
    private final Changes changes;
    private final NodeStore nodes;
    private final ForeignCommandOutbox orders;
    private final DeploymentStore deployments = new DeploymentStore();
    private final PlacementStore store = new PlacementStore();
    private final PlacementSearchStore search = new PlacementSearchStore();
    private final PlacementCounter tallies;
    private final Measured measured;
    private final Departures departures;
    private final Takeover takeover;
    private final DesiredState wishes;
    private final Neighbours neighbours;
    private final List<Judge> judges = new CopyOnWriteArrayList<>();

    /** Says which releases may be put on a node. */
    @FunctionalInterface
    public interface Judge {
        /**
         * Demands that a release may be published.
         *
         * @throws io.stardust.server.http.ApiException.Conflict with words if it may not
         */
        void require(Handle sql, long releaseId);
    }

    public Placements(
            Database db,
            Changes changes,
            NodeStore nodes,
            ForeignCommandOutbox orders,
            PlacementCounter tallies,
            Secrets secrets,
            Measured measured,
            Takeover takeover,
            Departures departures) {
        this.measured = measured;
        this.departures = departures;
        this.takeover = takeover;
        this.tallies = tallies;
        this.wishes = new DesiredState(secrets);
        this.neighbours = new Neighbours(secrets);
        this.db = db;
        this.changes = changes;
        this.nodes = nodes;
        this.orders = orders;
    }

    PlacementPage list(Caller caller, PlacementSearchStore.Filter filter, Keyset order, long cursor, int limit) {
        Visible visible = caller.visible();
        // what is counted already is not counted again
        @Nullable Long known = filter.tallied() ? (Long) (long) tallied(visible, filter) : null;
        if (known != null && known == 0) return new PlacementPage(List.of(), null, 0);
        return db.read(sql -> {
            var page = Slice.of(search.ids(sql, visible, filter, order, cursor, limit + 1), limit, Long::longValue);
            boolean all = cursor == 0 && page.last();
            long total = known != null ? known : all ? page.items().size() : search.count(sql, visible, filter);
            return new PlacementPage(
                    store.views(sql, visible, caller.visible(Role.OPERATOR), measured, page.items()),
                    page.next(),
                    total);
        });
    }

    private int tallied(Visible visible, PlacementSearchStore.Filter filter) {
        PlacementCounts sum = filter.deployment() == 0
                ? tallies.sum(visible, filter.of().project())
                : tallies.of(visible, filter.of().project(), filter.deployment());
        return filter.standing() == null ? sum.total() : filter.standing().in(sum);
    }

    /** As {@link #list}, of a deployment that must be there. */
    PlacementPage ofDeployment(Caller caller, long deploymentId, long cursor, int limit) {
        db.read(sql -> deployments.require(sql, caller.visible(), deploymentId));
        return list(
                caller,
                PlacementSearchStore.Filter.ofDeployment(deploymentId),
                PlacementSearchStore.SORTING.unsorted(),
                cursor,
                limit);
    }

    public PlacementView get(Caller caller, long id) {
        return db.read(sql -> store.view(sql, caller.visible(), caller.visible(Role.OPERATOR), measured, id))
                .orElseThrow(() -> new NotFound("placement", id));
    }

    /** Assigns a deployment to a node. Nothing runs there until it is published or started. */
    public PlacementView create(Caller caller, long deploymentId, PlacementBody wanted) {
        if (wanted.nodeId() == null) throw new Invalid("nodeId", "missing", "the id of a node");
        long nodeId = wanted.nodeId();
        long id = changes.write(caller.actor(), tx -> {
            Deployment deployment = deployment(tx, caller, deploymentId);
            Node node = nodes.find(tx.sql(), caller.visible(), nodeId).orElseThrow(() -> new NotFound("node", nodeId));
            return create(tx, deployment, node, wanted).id();
        });
        return get(caller, id);
    }

    /** As above, within an open transaction and with the rights checked. */
    public Placement create(Tx tx, Deployment deployment, Node node, PlacementBody wanted) {
        if (!node.approved()) throw new Conflict("node %s waits for approval; approve it first".formatted(node.name()));
        if (node.projectId() != deployment.projectId()) {
            throw new Conflict("node %s is in project %d, deployment %s in project %d"
                    .formatted(node.name(), node.projectId(), deployment.name(), deployment.projectId()));
        }
        String name = wanted.deployName() == null ? deployment.name() : Bounds.name("deployName", wanted.deployName());
        Optional<Placement> taken = store.named(tx.sql(), node.id(), name);
        if (taken.isPresent()) {
            String how = taken.get().state() == Wish.REMOVED ? "is still being removed from" : "is taken on";
            throw new Conflict("deployName: %s %s node %s by placement %d"
                    .formatted(name, how, node.name(), taken.get().id()));
        }
        Placement made = wishes.fresh(tx, deployment, node, name, wanted);
        neighbours.placed(tx.sql(), node, new Tenant(deployment, made));
        store.insert(tx.sql(), made);
        tx.record("placement.created", deployment.projectId(), made.id(), null, PlacementChange.of(made));
        return made;
    }

    PlacementView edit(Caller caller, long id, PlacementBody patch, long seen) {
        if (patch.nodeId() != null) throw new Invalid("nodeId", patch.nodeId(), "absent; it cannot be changed");
        if (patch.deployName() != null) {
            throw new Invalid("deployName", patch.deployName(), "absent; it cannot be changed");
        }
        Placement edited = changes.write(caller.actor(), tx -> {
            Placement before = placement(tx, caller, id);
            Deployment deployment = deployment(tx, caller, before.deploymentId());
            if (seen >= 0 && seen != before.revision()) throw new Outdated("placement", id, seen, before.revision());
            Placement after = wishes.merged(patch, before, tx.now().toEpochMilli())
                    .want(
                            before.state(),
                            before.releaseId(),
                            before.restarts(),
                            before.rolloutId(),
                            store.nextRevision(tx.sql(), before.nodeId()),
                            tx.now().toEpochMilli());
            nodes.find(tx.sql(), Visible.everything(), after.nodeId())
                    .ifPresent(node -> neighbours.edited(
                            tx.sql(), node, new Tenant(deployment, before), new Tenant(deployment, after)));
            keep(tx, deployment, "placement.updated", before, after);
            return after;
        });
        orders.tell(Set.of(edited.nodeId()));
        return get(caller, id);
    }

    /** Starts, stops, restarts or reinstalls one. */
    PlacementView act(Caller caller, long id, Act act) {
        long node = changes.write(caller.actor(), tx -> {
            Placement placement = placement(tx, caller, id);
            Deployment deployment = deployment(tx, caller, placement.deploymentId());
            if (act != Act.STOP && !placement.enabled() && !placement.ended()) {
                throw new Conflict("placement %d is disabled; enable it first".formatted(id));
            }
            if (placement.state() == Wish.REMOVED) throw new Conflict("placement %d is being removed".formatted(id));
            act(tx, caller, deployment, List.of(placement), act);
            return placement.nodeId();
        });
        orders.tell(Set.of(node));
        return get(caller, id);
    }

    /**
     * Starts, stops, restarts or reinstalls all of a deployment, in as few statements however many they are; the
     * disabled ones are left alone.
     */
    void actAll(Caller caller, long deploymentId, Act act) {
        Set<Long> told = changes.write(caller.actor(), tx -> {
            Deployment deployment = deployment(tx, caller, deploymentId);
            List<Placement> some = store.ofDeployment(tx.sql(), deploymentId).stream()
                    .filter(placement -> placement.state() != Wish.REMOVED
                            && (act == Act.STOP || placement.enabled() || placement.ended()))
                    .toList();
            act(tx, caller, deployment, some, act);
            return some.stream().map(Placement::nodeId).collect(Collectors.toSet());
        });
        orders.tell(told);
    }

    /** Adds who says which releases may be put on a node; before the server serves. */
    public void judgedBy(Judge judge) {
        judges.add(judge);
    }

    private void judge(Handle sql, long release) {
        for (Judge each : judges) each.require(sql, release);
    }

    /** The releases that {@code act} puts on nodes, which need not have them yet. */
    private static Set<Long> installs(Deployment deployment, List<Placement> some, Act act) {
        return some.stream()
                .filter(placement -> placement.releaseId() == null || act == Act.REINSTALL)
                .map(placement -> placement.releaseId() == null ? deployment.releaseId() : placement.releaseId())
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
    }

    private void act(Tx tx, Caller caller, Deployment deployment, List<Placement> some, Act act) {
        if (some.isEmpty()) return;
        if (act != Act.STOP && !deployment.enabled()) {
            throw new Conflict("deployment %s is disabled; enable it first".formatted(deployment.name()));
        }
        if (act != Act.STOP) installs(deployment, some, act).forEach(release -> judge(tx.sql(), release));
        List<DesiredState.Change> acted = wishes.after(tx, deployment, some, act);
        if (acted.isEmpty()) return; // all is as asked
        List<Placement> wanted = acted.stream().map(DesiredState.Change::after).toList();
        if (act == Act.STOP) {
            takeover.supersede(
                    tx.sql(),
                    wanted.stream().map(Placement::id).toList(),
                    Told.of(Code.STOPPED_BY, "who", caller.name()),
                    false,
                    tx.now().toEpochMilli());
        }
        store.publish(tx.sql(), wanted);
        Map<String, List<Placement>> byVerb = new TreeMap<>();
        for (DesiredState.Change change : acted) {
            tx.record(
                    act.kind(),
                    deployment.projectId(),
                    change.after().id(),
                    PlacementChange.of(change.before()),
                    PlacementChange.of(change.after()));
            boolean install = act != Act.STOP && change.before().releaseId() == null;
            byVerb.computeIfAbsent(install ? "deploy/install" : act.verb(), _ -> new ArrayList<>())
                    .add(change.after());
        }
        byVerb.forEach((verb, told) -> orders.addAll(tx, told, verb));
    }

    /**
     * Uninstalls. The row stays as a tombstone until the agent says it is gone; at once when the agent never heard of
     * it, or with {@code force}.
     *
     * @return what is left; empty when nothing is
     */
    Optional<PlacementView> remove(Caller caller, long id, boolean force) {
        long node = changes.write(caller.actor(), tx -> {
            Placement before = placement(tx, caller, id);
            Deployment deployment = deployment(tx, caller, before.deploymentId());
            takeover.supersede(
                    tx.sql(),
                    List.of(id),
                    Told.of(Code.REMOVED_BY, "who", caller.name()),
                    true,
                    tx.now().toEpochMilli());
            if (force || before.releaseId() == null) {
                store.nextRevision(tx.sql(), before.nodeId());
                store.delete(tx.sql(), id);
                tx.record("placement.deleted", deployment.projectId(), id, PlacementChange.of(before), null);
                departures.placementGone(tx, before.nodeId());
            } else if (before.state() != Wish.REMOVED) {
                Placement after = wishes.removed(tx, before);
                keep(tx, deployment, "placement.removed", before, after);
                orders.add(tx, after, "deploy/uninstall");
            }
            return before.nodeId();
        });
        orders.tell(Set.of(node));
        return db.read(sql -> store.view(sql, caller.visible(), caller.visible(Role.OPERATOR), measured, id));
    }

    private void keep(Tx tx, Deployment deployment, String kind, Placement before, Placement after) {
        store.update(tx.sql(), after);
        tx.record(kind, deployment.projectId(), after.id(), PlacementChange.of(before), PlacementChange.of(after));
    }

    private Placement placement(Tx tx, Caller caller, long id) {
        return store.require(tx.sql(), caller.visible(), id);
    }

    private Deployment deployment(Tx tx, Caller caller, long id) {
        Deployment deployment = deployments.require(tx.sql(), caller.visible(), id);
        caller.require(Role.OPERATOR, deployment.projectId());
        return deployment;
    }

    /** What people do with a placement that is there. */
    enum Act {
        /** Up; anew when it had ended. */
        START("placement.started", "deploy/start"),
        /** Down, and down it stays. */
        STOP("placement.stopped", "deploy/stop"),
        /** A new process, whatever was. */
        RESTART("placement.restarted", "deploy/restart"),
        /** The same release put in place again, up or down as it was. */
        REINSTALL("placement.reinstalled", "deploy/install");

        private final String kind;
        private final String verb;

        Act(String kind, String verb) {
            this.kind = kind;
            this.verb = verb;
        }

        String kind() {
            return kind;
        }

        /** Upstream's command for it. */
        String verb() {
            return verb;
        }
    }
}
