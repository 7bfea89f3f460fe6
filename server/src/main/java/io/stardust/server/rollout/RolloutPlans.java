package io.stardust.server.rollout;

import io.stardust.api.release.FileChanges;
import io.stardust.api.rollout.NewRollout;
import io.stardust.api.rollout.Plan;
import io.stardust.api.rollout.RolloutConfig;
import io.stardust.protocol.deploy.DeployMode;
import io.stardust.protocol.deploy.PackageMode;
import io.stardust.server.config.CarriedConfigs;
import io.stardust.server.db.Database;
import io.stardust.server.db.Visible;
import io.stardust.server.deploy.Deployment;
import io.stardust.server.deploy.DeploymentStore;
import io.stardust.server.deploy.Observed;
import io.stardust.server.deploy.ObservedStore;
import io.stardust.server.deploy.Placement;
import io.stardust.server.deploy.Placement.Wish;
import io.stardust.server.http.ApiException.Invalid;
import io.stardust.server.http.Caller;
import io.stardust.server.release.Inspections;
import io.stardust.server.release.Platform;
import io.stardust.server.release.Release;
import io.stardust.server.release.ReleaseFailureStore;
import io.stardust.server.release.ReleaseFailureStore.Failed;
import io.stardust.server.release.ReleaseStore;
import io.stardust.server.render.Renderer;
import io.stardust.server.rollout.ReleaseChoice.Move;
import io.stardust.server.rollout.Rollout.Strategy;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Says what a rollout would do, and writes nothing. Thread-safe. */
public final class RolloutPlans {
    private static final long MB = 1 << 20;
    private static final FileChanges NONE = new FileChanges(0, 0, 0, 0, 0);

    private final Database db;
    private final Inspections inspections;
    private final Foresight foresight;
    private final InstantSource clock;
    private final DeploymentStore deployments = new DeploymentStore();
    private final ReleaseStore releases = new ReleaseStore();
    private final ReleaseFailureStore failures = new ReleaseFailureStore();
    private final CarriedConfigs configs;
    private final RolloutAims aims;
    private final ObservedStore observed = new ObservedStore();

    public RolloutPlans(
            Database db,
            Inspections inspections,
            Foresight foresight,
            CarriedConfigs configs,
            Renderer renderer,
            InstantSource clock) {
        this.configs = configs;
        this.aims = new RolloutAims(configs, renderer);
        this.foresight = foresight;
        this.db = db;
        this.inspections = inspections;
        this.clock = clock;
    }

    Plan plan(Caller caller, String kind, NewRollout wanted) {
        if (wanted.deploymentId() == null) throw new Invalid("deploymentId", "missing", "the id of a deployment");
        long id = wanted.deploymentId();
        Strategy pace = Batches.pace(wanted, clock.millis());
        Known known = db.read(sql -> known(sql, caller, id, kind, wanted));
        return plan(caller.visible(), kind, pace, known);
    }

    /** What is read at once, so that it fits together. */
    private record Known(
            Deployment deployment,
            RolloutAims.Chosen chosen,
            @Nullable RolloutConfig config,
            List<String> unmade,
            Optional<Failed> failed,
            Map<Long, Release> before,
            Map<Long, Observed> observed,
            PortClashes ports,
            Map<Long, Foresight.Fate> locals) {
        List<Move> moves() {
            return chosen.moves();
        }

        Undo.@Nullable Found undo() {
            return chosen.undo();
        }
    }

    private Known known(Handle sql, Caller caller, long id, String kind, NewRollout wanted) {
        Visible visible = caller.visible();
        Deployment deployment = deployments.require(sql, visible, id);
        Rollouts.requireEnabled(deployment);
        RolloutAims.Chosen chosen = aims.chosen(sql, caller, deployment, kind, wanted);
        List<Move> moves = chosen.moves();
        Map<Long, Release> before = new HashMap<>();
        for (Move move : moves) {
            @Nullable Placement placement = move.target().placement();
            @Nullable Long from = placement == null ? null : placement.releaseId();
            if (from != null && !before.containsKey(from))
                releases.find(sql, visible, from).ifPresent(found -> before.put(from, found));
        }
        Optional<Failed> failed = kind.equals("publish")
                ? failures.last(sql, id, moves.getFirst().release().id())
                : Optional.empty();
        return new Known(
                deployment,
                chosen,
                config(sql, chosen),
                aims.unmade(deployment, chosen),
                failed,
                before,
                observed.ofDeployment(sql, id),
                PortClashes.find(sql, visible, deployment, moves),
                kind.equals("publish") ? foresight.fates(sql, deployment, moves) : Map.of());
    }

    /** What goes along, or what the undone rollout carries and has not published. */
    private @Nullable RolloutConfig config(Handle sql, RolloutAims.Chosen chosen) {
        if (chosen.config() != null) return configs.planned(chosen.config());
        return chosen.undo() == null
                ? null
                : configs.given(sql, chosen.undo().rollout().id());
    }

    private Plan plan(Visible visible, String kind, Strategy asked, Known known) {
        Strategy pace =
                kind.equals("publish") ? Batches.careful(asked, known.moves().size()) : asked;
        List<Integer> sizes = Batches.sizes(known.moves().size(), pace);
        Map<Inspections.Pair, FileChanges> files = new HashMap<>();
        List<Plan.OnNode> nodes = new ArrayList<>();
        List<List<Long>> batches = new ArrayList<>();
        int at = 0;
        for (int batch = 0; batch < sizes.size(); batch++) {
            List<Long> ids = new ArrayList<>();
            for (int i = 0; i < sizes.get(batch); i++) {
                Move move = known.moves().get(at++);
                @Nullable Placement placement = move.target().placement();
                ids.add(placement == null ? 0 : placement.id());
                nodes.add(onNode(visible, move, batch, pace, known, files));
            }
            batches.add(ids);
        }
        Undo.@Nullable Found undo = known.undo();
        if (undo != null) still(undo).forEach(nodes::add);
        return new Plan(
                (undo == null ? known.moves().getFirst().release() : target(undo)).view(),
                kind,
                undo == null ? null : undo.rollout().id(),
                batches,
                nodes,
                overall(pace, sizes.size(), known, nodes),
                known.config());
    }

    private static Release target(Undo.Found undo) {
        return undo.steps().stream()
                .map(Undo.Step::to)
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow();
    }

    /** What a rollback does to the placements that do not move. */
    private static Stream<Plan.OnNode> still(Undo.Found undo) {
        return undo.steps().stream().filter(step -> step.way() != Undo.Way.MOVE).map(step -> {
            @Nullable Release to = step.to();
            @Nullable String note = step.note();
            boolean stops = step.way() == Undo.Way.STOP;
            return new Plan.OnNode(
                    step.placement().id(),
                    step.part().nodeId(),
                    step.part().nodeName(),
                    0,
                    step.part().releaseId(),
                    step.part().version(),
                    to == null ? null : Long.valueOf(to.id()),
                    to == null ? null : to.version(),
                    stops ? "stop" : "keep",
                    false,
                    NONE,
                    note == null ? List.of() : List.of(note));
        });
    }

    private Plan.OnNode onNode(
            Visible visible,
            Move move,
            int batch,
            Strategy pace,
            Known known,
            Map<Inspections.Pair, FileChanges> files) {
        @Nullable Placement placement = move.target().placement();
        @Nullable Long from = placement == null ? null : placement.releaseId();
        @Nullable Release before = from == null ? null : known.before().get(from);
        Optional<Observed> seen =
                Optional.ofNullable(placement).map(there -> known.observed().get(there.id()));
        boolean up = seen.map(Observed::up).orElse(false);
        String act = act(move, placement, seen, up, pace.again());
        FileChanges changed = files.computeIfAbsent(
                new Inspections.Pair(
                        before == null ? 0 : before.id(), move.release().id()),
                _ -> inspections.change(visible, before, move.release()));
        Foresight.@Nullable Fate local = known.locals().get(move.target().nodeId());
        if (local != null && local.stays()) act = "adopt";
        boolean process = seen.map(Observed::pid).orElse(0L) != 0 || local != null;
        List<String> warnings = warnings(move, act, pace, known, changed);
        if (local != null && local.why() != null) warnings.add(local.why());
        return new Plan.OnNode(
                placement == null ? null : placement.id(),
                move.target().nodeId(),
                move.target().nodeName(),
                batch,
                from,
                before == null ? null : before.version(),
                move.release().id(),
                move.release().version(),
                act,
                process && (act.equals("install") || act.equals("restart")),
                changed,
                warnings);
    }

    private static String act(
            Move move, @Nullable Placement placement, Optional<Observed> seen, boolean up, boolean again) {
        if (placement == null || !Long.valueOf(move.release().id()).equals(placement.releaseId())) return "install";
        boolean there = seen.map(now -> now.releaseId() == move.release().id()).orElse(false);
        if (!there) return "install";
        if (placement.ended() || placement.state() != Wish.RUNNING || !up) return "start";
        if (again || !move.target().connected()) return "restart";
        return seen.map(now -> now.revision() < placement.desiredRevision()).orElse(true) ? "restart" : "nothing";
    }

    private static List<String> warnings(Move move, String act, Strategy pace, Known known, FileChanges changed) {
        List<String> warnings = new ArrayList<>();
        @Nullable RolloutNode node = move.target().node();
        @Nullable Placement placement = move.target().placement();
        Release release = move.release();
        if (act.equals("nothing"))
            warnings.add("nothing to do: this release runs there; only files that were changed are put right");
        if (node == null) {
            warnings.add("the node is gone");
            return warnings;
        }
        if (!node.online()) {
            warnings.add("%s, and counts as failed after %d s"
                    .formatted(RolloutNode.away(node.name()), pace.healthSeconds()));
        }
        Platform there = node.platform();
        boolean known4 = !there.os().equals("any") && !there.arch().equals("any");
        boolean picky = !release.os().equals("any") || !release.arch().equals("any");
        if (!there.fits(release)) {
            warnings.add(
                    "the node is %s, the release is made for %s/%s".formatted(there, release.os(), release.arch()));
        } else if (picky && !known4) {
            warnings.add("the system of the node is not known; the release is made for %s/%s"
                    .formatted(release.os(), release.arch()));
        }
        boolean empty = placement == null || placement.releaseId() == null;
        if (release.mode() == PackageMode.PARTIAL && empty) {
            warnings.add("the package is partial and nothing was published there before");
        }
        if (placement != null && placement.state() == Wish.STOPPED && placement.releaseId() != null) {
            warnings.add("it is stopped and will be started");
        }
        disk(node, release, changed, act).ifPresent(warnings::add);
        known.ports().at(move.target()).ifPresent(warnings::add);
        if (!node.ours() && probes(known.deployment(), placement)) {
            warnings.add("its agent does not know probes: started counts as ready");
        }
        return warnings;
    }

    private static Optional<String> disk(RolloutNode node, Release release, FileChanges changed, String act) {
        if (!act.equals("install")) return Optional.empty();
        long free = node.free();
        long need = release.size() + changed.bytes();
        if (free <= 0 || free >= need) return Optional.empty();
        return Optional.of("the disk has %d MB left; about %d MB are needed".formatted(free / MB, need / MB + 1));
    }

    private static boolean probes(Deployment deployment, @Nullable Placement placement) {
        return deployment.readiness() != null
                || deployment.liveness() != null
                || (placement != null && (placement.readiness() != null || placement.liveness() != null));
    }

    private static List<String> overall(Strategy pace, int batches, Known known, List<Plan.OnNode> nodes) {
        List<String> warnings = new ArrayList<>(known.chosen().aboutConfig());
        for (String each : known.unmade()) warnings.add("it would be refused: " + each);
        Deployment deployment = known.deployment();
        boolean runs = deployment.mode() == DeployMode.STANDARD || deployment.mode() == DeployMode.SHADOW;
        boolean blind = runs
                && known.moves().stream().anyMatch(move -> {
                    @Nullable Placement placement = move.target().placement();
                    return deployment.readiness() == null
                            && deployment.healthCheck() == null
                            && (placement == null
                                    || (placement.readiness() == null && placement.healthCheck() == null));
                });
        if (blind && (batches > 1 || pace.onFailure() == Rollout.OnFailure.REVERT)) {
            warnings.add("no readiness probe: a placement counts as ready as soon as its process stays up, "
                    + "whether it serves or not");
        }
        long nothing =
                nodes.stream().filter(node -> node.act().equals("nothing")).count();
        known.failed()
                .ifPresent(failed -> warnings.add("the last rollout of release %s (%d) failed%s"
                        .formatted(
                                known.moves().getFirst().release().version(),
                                failed.rolloutId(),
                                failed.reason() == null ? "" : ": " + failed.reason())));
        if (nothing == nodes.size())
            warnings.add("nothing to do: this release runs everywhere; only files that were changed are put right");
        long away = known.moves().stream()
                .filter(move ->
                        move.target().node() != null && !move.target().node().online())
                .count();
        if (away > pace.maxFailures() && pace.onFailure() != Rollout.OnFailure.CONTINUE && batches > 1) {
            warnings.add("%s not connected and %s tolerated: it will not get through"
                    .formatted(
                            away == 1 ? "1 node is" : away + " nodes are",
                            pace.maxFailures() == 1 ? "1 failure is" : pace.maxFailures() + " failures are"));
        }
        return warnings;
    }
}
