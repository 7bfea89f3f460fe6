package io.stardust.server.report;

import io.stardust.protocol.app.AppInfo;
import io.stardust.protocol.deploy.DeployReport;
import io.stardust.protocol.deploy.PlacementReport;
import io.stardust.protocol.deploy.PlacementState;
import io.stardust.protocol.deploy.StepReport;
import io.stardust.server.change.Changes;
import io.stardust.server.change.Changes.Tx;
import io.stardust.server.db.Visible;
import io.stardust.server.deploy.Departures;
import io.stardust.server.deploy.Deployment;
import io.stardust.server.deploy.DeploymentStore;
import io.stardust.server.deploy.Observed;
import io.stardust.server.deploy.ObservedStore;
import io.stardust.server.deploy.Placement;
import io.stardust.server.deploy.Placement.Wish;
import io.stardust.server.deploy.PlacementChange;
import io.stardust.server.deploy.PlacementListener;
import io.stardust.server.deploy.PlacementStore;
import io.stardust.server.deploy.Told;
import io.stardust.server.history.HistoryStore;
import io.stardust.server.history.Step;
import io.stardust.server.http.Check;
import io.stardust.server.node.Node;
import io.stardust.server.node.NodeEvents;
import io.stardust.server.release.Release;
import io.stardust.server.release.ReleaseStore;
import io.stardust.server.rollout.RolloutEvents;
import io.stardust.server.rollout.RolloutPlacement;
import io.stardust.server.rollout.RolloutPlacement.Progress;
import io.stardust.server.rollout.RolloutProgress;
import io.stardust.server.rollout.RolloutStore;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes what agents say of their placements. Thread-safe. Doing so twice does nothing twice. Reports are no changes;
 * only a placement that has gone from its node is one, since its row goes with it.
 */
public final class Observations {
    private static final Logger LOG = LoggerFactory.getLogger(Observations.class);
    private static final int OUTPUT = 16_384; // characters
    private static final int SHORT = 64; // characters
    /** A process ended which nobody had asked to. */
    private static final String CRASHED = "crashed";

    private static final Pattern STEP = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,31}");

    private final Changes changes;
    private final Departures departures;
    private final RolloutEvents events;
    private final List<PlacementListener> listeners = new CopyOnWriteArrayList<>();
    private final DeploymentStore deployments = new DeploymentStore();
    private final ReleaseStore releases = new ReleaseStore();
    private final PlacementStore placements = new PlacementStore();
    private final ObservedStore observed = new ObservedStore();
    private final RolloutStore rollouts = new RolloutStore();
    private final HistoryStore history = new HistoryStore();
    private final TaskEnds tasks = new TaskEnds();
    private final DrainTime draining = new DrainTime();

    public Observations(Changes changes, Departures departures, RolloutEvents events) {
        this.changes = changes;
        this.departures = departures;
        this.events = events;
    }

    /** Adds a listener; before the server serves. */
    public void listen(PlacementListener listener) {
        listeners.add(listener);
    }

    /** Tells the listeners of {@code placement} when {@code tx} is on disk. */
    public void tell(Tx tx, Placement placement) {
        tx.afterCommit(() -> {
            for (PlacementListener listener : listeners) listener.observed(placement.id(), placement.deploymentId());
        });
    }

    /** Takes the report of one of our agents; what is not about its own placements is skipped. */
    public int take(Node node, DeployReport report) {
        List<StepReport> steps = report.steps() == null ? List.of() : report.steps();
        List<PlacementReport> states = report.placements() == null ? List.of() : report.placements();
        if (steps.isEmpty() && states.isEmpty()) return 0;
        return changes.write(node.actor(), tx -> {
            int taken = 0;
            Set<Long> grown = new LinkedHashSet<>();
            for (StepReport step : steps) {
                if (step(tx, node, step)) {
                    taken++;
                    grown.add(step.placementId());
                }
            }
            for (PlacementReport state : states) if (state(tx, node, state)) taken++;
            for (long placement : grown) history.trim(tx.sql(), placement);
            return taken;
        });
    }

    private boolean step(Tx tx, Node node, StepReport report) {
        @Nullable Placement placement = own(tx, node, report.placementId());
        if (placement == null
                || report.step() == null
                || !STEP.matcher(report.step()).matches()) return false;
        return add(
                tx,
                node,
                placement,
                report.rolloutId(),
                report.releaseId(),
                report.step(),
                report.time() > 0 ? report.time() : tx.now().toEpochMilli(),
                Math.max(0, report.duration()),
                Told.of(report.detail(), report.why()));
    }

    /** Adds a step and moves its rollout; false when it was there. */
    public boolean add(
            Tx tx,
            Node node,
            Placement placement,
            long rolloutId,
            long releaseId,
            String name,
            long at,
            long duration,
            @Nullable Told detail) {
        @Nullable
        RolloutPlacement part =
                rollouts.placement(tx.sql(), rolloutId, placement.id()).orElse(null);
        @Nullable
        String version = releases.find(tx.sql(), Visible.everything(), releaseId)
                .map(Release::version)
                .orElse(null);
        var step = new Step(
                tx.nextId("step"),
                placement.deploymentId(),
                placement.id(),
                node.name(),
                part == null ? 0 : rolloutId,
                releaseId,
                version,
                name,
                at,
                duration,
                Told.textOf(detail),
                Told.whyOf(detail));
        if (!history.add(tx.sql(), step)) return false;
        if (name.equals(CRASHED))
            NodeEvents.add(
                    tx.sql(), node.id(), at, name, placement.deployName(), Told.textOf(detail), Told.whyOf(detail));
        // what an agent does for a newer rollout, or after it, says nothing of this one
        if (part != null && placement.rolloutId() == rolloutId) {
            RolloutPlacement next =
                    RolloutProgress.step(part, name, detail, tx.now().toEpochMilli());
            move(tx, node, part, next.open() ? draining.after(tx.sql(), next, step) : next);
        }
        return true;
    }

    private boolean state(Tx tx, Node node, PlacementReport report) {
        @Nullable Placement placement = own(tx, node, report.id());
        if (placement == null) return false;
        @Nullable Told told = Told.of(report.reason(), report.why());
        var seen = new Observed(
                placement.id(),
                PlacementState.of(report.state()),
                report.releaseId(),
                cut(report.version(), SHORT),
                report.revision(),
                report.pid(),
                report.startTime(),
                report.crashes(),
                report.exitCode(),
                Told.textOf(told),
                cut(report.output(), OUTPUT),
                report.adopted(),
                report.time() > 0 ? report.time() : tx.now().toEpochMilli(),
                0,
                0,
                0,
                0,
                0,
                Told.whyOf(told));
        observe(tx, node, placement, seen);
        return true;
    }

    /** Keeps {@code seen} as the latest word, moves the rollout by it, and lets a removed placement go. */
    void observe(Tx tx, Node node, Placement placement, Observed told) {
        Observed seen = told.judged();
        if (placement.state() == Wish.REMOVED && seen.state() == PlacementState.REMOVED) {
            long project = deployments
                    .find(tx.sql(), Visible.everything(), placement.deploymentId())
                    .map(Deployment::projectId)
                    .orElseThrow();
            placements.delete(tx.sql(), placement.id());
            tx.record("placement.deleted", project, placement.id(), PlacementChange.of(placement), null);
            departures.placementGone(tx, node.id());
            LOG.info("placement {} on node {}: gone", placement.id(), node.name());
            return;
        }
        Observed last = observed.find(tx.sql(), placement.id()).orElseGet(() -> Observed.nothing(placement.id()));
        PlacementState before = last.state();
        // a task that has run is not wanted up any more: it has not merely stopped
        boolean ran = placement.ended()
                && (before == PlacementState.DONE || before == PlacementState.FAILED)
                && seen.state() == PlacementState.STOPPED;
        if (ran) observed.still(tx.sql(), seen);
        else observed.put(tx.sql(), seen);
        if (told.state() == PlacementState.DONE) tasks.ended(tx, node, placement, told);
        tell(tx, placement);
        if (before != seen.state()) {
            LOG.info(
                    "placement {} on node {}: {} {}, pid {}",
                    placement.id(),
                    node.name(),
                    seen.state().wire(),
                    seen.version(),
                    seen.pid());
        }
        rollouts.placement(tx.sql(), placement.rolloutId(), placement.id()).ifPresent(part -> {
            move(tx, node, part, arrived(tx, node, part, told));
            if (part.open() && told.output() != null && told.revision() >= part.revision())
                rollouts.printed(tx.sql(), part, told.output());
            // ready once, and not well now: more of it may be to come
            if (part.state() == Progress.READY && before != seen.state() && !seen.up())
                events.moved(tx, part.rolloutId());
        });
    }

    /** What the report makes of the part; ready without a process that was started or a file that was put in place. */
    private RolloutPlacement arrived(Tx tx, Node node, RolloutPlacement part, Observed told) {
        long now = tx.now().toEpochMilli();
        RolloutPlacement next = RolloutProgress.observed(part, told, now);
        boolean nothing = next.state() == Progress.READY
                && part.state() != Progress.READY
                && part.repeats()
                && !node.foreign()
                && !history.acted(tx.sql(), part.rolloutId(), part.placementId());
        return nothing ? part.unchanged(now) : next;
    }

    private void move(Tx tx, Node node, RolloutPlacement before, RolloutPlacement after) {
        if (after.equals(before)) return;
        rollouts.update(tx.sql(), after);
        events.moved(tx, after.rolloutId());
        if (after.state() != before.state()) {
            LOG.info(
                    "rollout {} on node {}: {}{}",
                    after.rolloutId(),
                    node.name(),
                    after.state().wire(),
                    after.reason() == null ? "" : ", " + after.reason());
        }
    }

    /** Takes what an agent measured of a process it guards; false when it is about none of its placements. */
    public boolean measured(Node node, AppInfo process) {
        @Nullable String name = process.appName() == null ? process.name() : process.appName();
        if (name == null) return false;
        return changes.write(node.actor(), tx -> {
            Optional<Placement> placement = placements.named(tx.sql(), node.id(), name);
            placement.ifPresent(found -> measured(tx, node, found, process));
            return placement.isPresent();
        });
    }

    private void measured(Tx tx, Node node, Placement placement, AppInfo process) {
        long now = tx.now().toEpochMilli();
        Observed seen = observed.find(tx.sql(), placement.id()).orElseGet(() -> Observed.nothing(placement.id()));
        boolean news = seen.state() != PlacementState.RUNNING || seen.pid() != process.id();
        // such an agent tells in no other way that a process is up
        if (node.foreign() && news && placement.state() == Wish.RUNNING) {
            observed.put(tx.sql(), seen.running(process.id(), now));
            tell(tx, placement);
        }
        observed.measure(
                tx.sql(),
                placement.id(),
                Math.max(0, process.workingSet()),
                Double.isFinite(process.cpuUsage()) ? process.cpuUsage() : 0,
                process.threads(),
                now);
    }

    private @Nullable Placement own(Tx tx, Node node, long id) {
        return placements
                .find(tx.sql(), Visible.everything(), id)
                .filter(placement -> placement.nodeId() == node.id())
                .orElse(null);
    }

    private static @Nullable String cut(@Nullable String text, int max) {
        return text == null || text.isEmpty() ? null : Check.cut(text, max);
    }
}
