package io.stardust.server.rollout;

import io.stardust.api.deploy.PlacementBody;
import io.stardust.api.rollout.NewRollout;
import io.stardust.api.rollout.RolloutSummary;
import io.stardust.api.rollout.RolloutView;
import io.stardust.protocol.reason.Code;
import io.stardust.server.change.Changes;
import io.stardust.server.change.Changes.Tx;
import io.stardust.server.config.CarriedConfigs;
import io.stardust.server.db.Database;
import io.stardust.server.db.Visible;
import io.stardust.server.deploy.Deployment;
import io.stardust.server.deploy.DeploymentStore;
import io.stardust.server.deploy.ForeignCommandOutbox;
import io.stardust.server.deploy.Placement;
import io.stardust.server.deploy.Placements;
import io.stardust.server.deploy.Takeover;
import io.stardust.server.deploy.Told;
import io.stardust.server.http.ApiException.Conflict;
import io.stardust.server.http.ApiException.Invalid;
import io.stardust.server.http.ApiException.NotFound;
import io.stardust.server.http.Caller;
import io.stardust.server.http.Role;
import io.stardust.server.node.NodeStore;
import io.stardust.server.release.Release;
import io.stardust.server.render.Renderer;
import io.stardust.server.rollout.ReleaseChoice.Move;
import io.stardust.server.rollout.Rollout.Course;
import io.stardust.server.rollout.Rollout.Status;
import io.stardust.server.rollout.Rollout.Strategy;
import io.stardust.server.rollout.RolloutAims.Chosen;
import io.stardust.server.rollout.RolloutRequestStore.Asked;
import io.stardust.server.rollout.RolloutStore.Named;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves placements to releases. Thread-safe. One transaction writes the plan, the wish of the first batch and the news;
 * the nodes are nudged after it is on disk, and a node that misses the nudge finds the wish when it asks the next time.
 */
public final class Rollouts {
    private static final Logger LOG = LoggerFactory.getLogger(Rollouts.class);

    private final Database db;
    private final Changes changes;
    private final NodeStore nodes;
    private final Placements placing;
    private final ForeignCommandOutbox orders;
    private final RolloutSteps steps;
    private final CarriedConfigs configs;
    private final RolloutAims aims;
    private final DeploymentStore deployments = new DeploymentStore();
    private final RolloutStore store = new RolloutStore();
    private final RolloutPages pages;
    private final RolloutRequestStore requests = new RolloutRequestStore();
    private final RolloutRevert reversal;

    /** What rollouts do when an order by hand overtakes them. */
    public static Takeover takeover() {
        return new RolloutStore()::supersede;
    }

    public Rollouts(
            Database db,
            Changes changes,
            NodeStore nodes,
            Placements placing,
            ForeignCommandOutbox orders,
            CarriedConfigs configs,
            Renderer renderer,
            RolloutEvents events) {
        this.db = db;
        this.changes = changes;
        this.nodes = nodes;
        this.placing = placing;
        this.orders = orders;
        this.configs = configs;
        this.aims = new RolloutAims(configs, renderer);
        this.pages = new RolloutPages(configs);
        var start = new BatchStart(orders, configs);
        this.steps = new RolloutSteps(start, configs, events);
        this.reversal = new RolloutRevert(start, configs);
    }

    RolloutView get(Visible visible, long id, boolean withSteps) {
        return db.read(sql -> store.named(sql, visible, id).map(found -> pages.view(sql, found, withSteps, List.of())))
                .orElseThrow(() -> new NotFound("rollout", id));
    }

    RolloutView.Page placements(Visible visible, long id, RolloutPages.Filter filter, long cursor, int limit) {
        return db.read(sql -> store.named(sql, visible, id).map(_ -> pages.page(sql, id, filter, cursor, limit)))
                .orElseThrow(() -> new NotFound("rollout", id));
    }

    List<RolloutSummary> list(Visible visible, RolloutStore.Filter filter, long cursor, int limit) {
        return db.read(sql -> {
            List<Named> found = store.list(sql, visible, filter, cursor, limit);
            Map<Long, Counted> counts = store.counts(
                    sql, found.stream().map(named -> named.rollout().id()).toList());
            return found.stream()
                    .map(named -> counts.getOrDefault(named.rollout().id(), new Counted())
                            .glance(named.rollout(), named.deployment()))
                    .toList();
        });
    }

    /** As above, of a deployment that must be there. */
    List<RolloutSummary> ofDeployment(Visible visible, long deploymentId, long cursor, int limit) {
        db.read(sql -> deployments.require(sql, visible, deploymentId));
        return list(visible, RolloutStore.Filter.ofDeployment(deploymentId), cursor, limit);
    }

    /**
     * Moves placements to a release: the one named, else the newest that may be used.
     *
     * @param key under which the caller may ask again; null = none
     */
    RolloutView publish(Caller caller, NewRollout wanted, @Nullable String key) {
        if (wanted.deploymentId() == null) throw new Invalid("deploymentId", "missing", "the id of a deployment");
        if (wanted.reverts() != null) throw new Invalid("reverts", wanted.reverts(), "absent in a publish");
        return begin(caller, wanted.deploymentId(), "publish", wanted, key);
    }

    /**
     * Moves placements back: to the release named; else the newest publish that stands is undone, only where it acted.
     */
    RolloutView rollback(Caller caller, long deploymentId, NewRollout wanted, @Nullable String key) {
        if (wanted.deploymentId() != null && wanted.deploymentId() != deploymentId) {
            throw new Invalid("deploymentId", wanted.deploymentId(), "absent, or " + deploymentId + " as in the path");
        }
        return begin(caller, deploymentId, "rollback", wanted, key);
    }

    private RolloutView begin(Caller caller, long deploymentId, String kind, NewRollout wanted, @Nullable String key) {
        Asked asked = Asked.of(key, kind, deploymentId, wanted);
        // nothing is read after the commit: who is told of a failure may believe that nothing was begun
        Begun begun = changes.write(caller.actor(), tx -> {
            Deployment deployment = deployments.require(tx.sql(), caller.visible(), deploymentId);
            caller.require(Role.OPERATOR, deployment.projectId());
            Optional<Named> before =
                    requests.begun(tx, asked).flatMap(id -> store.named(tx.sql(), caller.visible(), id));
            if (before.isPresent()) {
                return new Begun(pages.view(tx.sql(), before.get(), false, List.of()), Set.of());
            }
            requireEnabled(deployment);
            Strategy pace = Batches.pace(wanted, tx.now().toEpochMilli());
            Chosen chosen = aims.chosen(tx.sql(), caller, deployment, kind, wanted);
            if (chosen.config() != null) configs.require(tx, caller, chosen.config());
            requireMade(deployment, chosen);
            List<String> warnings =
                    chosen.warnings(PortClashes.find(tx.sql(), caller.visible(), deployment, chosen.moves()));
            Written written = chosen.undo() == null
                    ? write(tx, caller, deployment, kind, pace, chosen)
                    : undo(tx, caller, deployment, pace, chosen.undo(), chosen.config() != null);
            requests.keep(tx, asked, written.rollout());
            Named made = store.named(tx.sql(), Visible.everything(), written.rollout())
                    .orElseThrow();
            return new Begun(pages.view(tx.sql(), made, false, warnings), written.told());
        });
        LOG.info(
                "rollout {}: {} of deployment {}, {} batches",
                begun.view().id(),
                kind,
                deploymentId,
                begun.view().batches());
        orders.tell(begun.nodes());
        return begun.view();
    }

    private void requireMade(Deployment deployment, Chosen chosen) {
        List<String> unmade = aims.unmade(deployment, chosen);
        if (!unmade.isEmpty()) throw new Conflict("not published; " + String.join("; ", unmade));
    }

    static void requireEnabled(Deployment deployment) {
        if (!deployment.enabled()) {
            throw new Conflict("deployment %s is disabled; enable it first".formatted(deployment.name()));
        }
    }

    private Written undo(Tx tx, Caller caller, Deployment deployment, Strategy pace, Undo.Found found, boolean config) {
        var ask = new RolloutRevert.Ask(
                Told.of(Code.ROLLED_BACK_BY, "who", caller.name()), caller.name(), pace, found.all(), config);
        RolloutRevert.Back back = reversal.undo(tx, deployment, found.rollout(), found.steps(), ask);
        return new Written((back.by() == null ? back.rollout() : back.by()).id(), back.told());
    }

    private Written write(Tx tx, Caller caller, Deployment deployment, String kind, Strategy asked, Chosen chosen) {
        List<Move> moves = chosen.moves();
        Release release = moves.getFirst().release();
        long now = tx.now().toEpochMilli();
        Strategy pace = kind.equals("publish") ? Batches.careful(asked, moves.size()) : asked;
        List<Integer> sizes = Batches.sizes(moves.size(), pace);
        Status status = pace.startAt() == 0 ? Status.RUNNING : Status.SCHEDULED;
        Course course = Course.begin(status, sizes.size(), null, now);
        var rollout = new Rollout(
                tx.nextId("rollout"),
                deployment.id(),
                kind,
                release.id(),
                release.version(),
                deployment.releaseId(),
                caller.name(),
                now,
                pace,
                course);
        store.insert(tx.sql(), rollout);
        if (chosen.config() != null) {
            configs.begin(tx, rollout.id(), chosen.config(), deployment.name() + " " + release.version());
        }
        Map<Long, Placement> known = new LinkedHashMap<>();
        List<RolloutPlacement> planned = parts(tx, deployment, rollout, Batches.numbers(sizes), moves, known);
        store.insert(tx.sql(), planned);
        Set<Long> told = status == Status.RUNNING ? steps.begin(tx, deployment, rollout, planned, known) : Set.of();
        tx.record(
                "rollout.created",
                deployment.projectId(),
                rollout.id(),
                null,
                store.counts(tx.sql(), List.of(rollout.id()))
                        .getOrDefault(rollout.id(), new Counted())
                        .glance(rollout, deployment.name()));
        return new Written(rollout.id(), told);
    }

    private List<RolloutPlacement> parts(
            Tx tx,
            Deployment deployment,
            Rollout rollout,
            List<Integer> batches,
            List<Move> moves,
            Map<Long, Placement> known) {
        List<RolloutPlacement> parts = new ArrayList<>();
        for (Move move : moves) {
            Placement placement = move.target().placement() != null
                    ? move.target().placement()
                    : placing.create(
                            tx,
                            deployment,
                            nodes.find(
                                            tx.sql(),
                                            Visible.everything(),
                                            move.target().nodeId())
                                    .orElseThrow(() ->
                                            new NotFound("node", move.target().nodeId())),
                            PlacementBody.NOTHING);
            known.put(placement.id(), placement);
            parts.add(RolloutPlacement.planned(
                    rollout.id(),
                    placement,
                    move.target().nodeName(),
                    move.release(),
                    batches.get(parts.size()),
                    rollout.createdAt()));
        }
        return parts;
    }

    /** @param rollout the id of the one that was written, or of the one that was undone by stopping alone */
    private record Written(long rollout, Set<Long> told) {}

    private record Begun(RolloutView view, Set<Long> nodes) {}
}
