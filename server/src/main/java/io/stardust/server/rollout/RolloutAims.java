package io.stardust.server.rollout;

import io.stardust.api.rollout.NewRollout;
import io.stardust.server.config.CarriedConfigs;
import io.stardust.server.config.Foreseen;
import io.stardust.server.db.Visible;
import io.stardust.server.deploy.Deployment;
import io.stardust.server.deploy.Placement;
import io.stardust.server.http.ApiException.Conflict;
import io.stardust.server.http.ApiException.Invalid;
import io.stardust.server.http.Caller;
import io.stardust.server.http.Check;
import io.stardust.server.render.Renderer;
import io.stardust.server.rollout.ReleaseChoice.Move;
import io.stardust.server.rollout.TargetSelection.Target;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Decides what a publish or a rollback is about: which placements, and to what each goes. Thread-safe; only reads. */
final class RolloutAims {
    /** That are told one by one. */
    private static final int WARNINGS = 20;

    private static final Pattern NUMBER = Pattern.compile("[1-9]\\d{0,17}");
    private static final String DRAFT = "draft";
    private static final String NONE = "none";

    private final CarriedConfigs configs;
    private final RolloutStore rollouts = new RolloutStore();
    private final TargetSelection targets = new TargetSelection();
    private final ReleaseChoice choice = new ReleaseChoice();
    private final Undo undo = new Undo();
    private final RolloutNodeStore nodes = new RolloutNodeStore();
    private final Renderer renderer;

    RolloutAims(CarriedConfigs configs, Renderer renderer) {
        this.configs = configs;
        this.renderer = renderer;
    }

    /**
     * What a publish or rollback would do.
     *
     * @param undo the rollout that it undoes, and how; {@code moves} are what moves for that
     * @param config that it carries; null: none, and it is to leave config alone
     * @param others placements that run the app and are no part of it
     */
    record Chosen(
            List<Move> moves,
            Undo.@Nullable Found undo,
            @Nullable Foreseen config,
            long others) {
        /** What people should know of the config that it carries. */
        List<String> aboutConfig() {
            List<String> told = new ArrayList<>();
            if (config != null) told.addAll(config.warnings());
            if (others > 0) {
                told.add("config: published for all in the end, also for placements of the app that this leaves alone: "
                        + others);
            }
            return told;
        }

        /** What people should know who ask for it. */
        List<String> warnings(PortClashes ports) {
            return RolloutAims.warnings(this, ports);
        }
    }

    /** Why files that are made of config could not be made where it moves; empty when they could. */
    List<String> unmade(Deployment deployment, Chosen chosen) {
        return renderer.wrong(
                deployment,
                chosen.moves().stream()
                        .map(move -> new Renderer.Where(
                                move.target().placement(),
                                move.release(),
                                move.target().nodeId(),
                                move.target().nodeName()))
                        .toList(),
                chosen.config());
    }

    /** Decides it; refuses in words what cannot be. */
    Chosen chosen(Handle sql, Caller caller, Deployment deployment, String kind, NewRollout wanted) {
        boolean publish = kind.equals("publish");
        @Nullable Long releaseId = wanted.releaseId();
        if (!publish && releaseId == null) return undoing(sql, caller, deployment, wanted);
        if (wanted.reverts() != null) throw new Invalid("reverts", wanted.reverts(), "absent beside releaseId");
        requireFree(sql, deployment);
        List<Target> there = targets.choose(sql, caller.visible(), deployment, wanted, publish);
        List<Move> moves = publish
                ? choice.publish(sql, caller.visible(), deployment, releaseId, connectedFirst(there))
                : choice.back(sql, caller.visible(), deployment, Objects.requireNonNull(releaseId), there);
        @Nullable Foreseen config = config(sql, caller, deployment, wanted.config());
        return new Chosen(moves, null, config, config == null ? 0 : others(sql, deployment, moves));
    }

    /** What is being given its config now gets no other release meanwhile, but may go back. */
    private void requireFree(Handle sql, Deployment deployment) {
        configs.holder(sql, deployment.appId())
                .ifPresent(id -> rollouts.find(sql, Visible.everything(), id)
                        .filter(holder -> holder.deploymentId() == deployment.id()
                                && holder.course().status() != Rollout.Status.SCHEDULED)
                        .ifPresent(_ -> {
                            throw new Conflict(
                                    "rollout %d of deployment %s carries config; wait for it, or cancel or revert it"
                                            .formatted(id, deployment.name()));
                        }));
    }

    private @Nullable Foreseen config(Handle sql, Caller caller, Deployment deployment, @Nullable String wanted) {
        if (wanted == null || wanted.equals(NONE)) return null;
        @Nullable Long number = wanted.equals(DRAFT) ? null : Long.valueOf(number(wanted));
        return configs.foresee(sql, caller.visible(), deployment.appId(), number);
    }

    private static long number(String wanted) {
        if (NUMBER.matcher(wanted).matches()) return Long.parseLong(wanted);
        throw new Invalid("config", Check.shortened(wanted), "draft, none, or the number of a config release");
    }

    /** How many placements of the app are to run that the rollout does not move. */
    private long others(Handle sql, Deployment deployment, List<Move> moves) {
        long moved = moves.stream()
                .map(move -> move.target().placement())
                .filter(Objects::nonNull)
                .filter(placement -> placement.state() == Placement.Wish.RUNNING && placement.releaseId() != null)
                .count();
        return nodes.countRunning(sql, deployment.appId()) - moved;
    }

    private Chosen undoing(Handle sql, Caller caller, Deployment deployment, NewRollout wanted) {
        if (wanted.startAt() != null) {
            throw new Invalid("startAt", wanted.startAt(), "absent: an undo begins at once; name a release to wait");
        }
        @Nullable String leave = wanted.config();
        if (leave != null && !leave.equals(NONE)) {
            throw new Invalid(
                    "config", Check.shortened(leave), "absent or none: an undo takes back what came with the rollout");
        }
        @Nullable
        Set<Long> nodeIds = wanted.nodeIds() == null && wanted.labels() == null
                ? null
                : targets.choose(sql, caller.visible(), deployment, wanted, false).stream()
                        .map(Target::nodeId)
                        .collect(Collectors.toSet());
        Undo.Found found = undo.newest(sql, deployment, nodeIds, wanted.reverts());
        Map<Long, RolloutNode> there = nodes.those(
                sql,
                Visible.everything(),
                found.steps().stream().map(step -> step.part().nodeId()).toList());
        List<Move> moves = new ArrayList<>();
        for (Undo.Step step : found.steps()) {
            if (step.to() == null || step.way() != Undo.Way.MOVE) continue;
            long node = step.part().nodeId();
            moves.add(new Move(new Target(step.placement(), node, there.get(node)), step.to()));
        }
        return new Chosen(
                moves,
                found,
                leave != null ? null : configs.foreseeUndo(sql, found.rollout().id()),
                0);
    }

    private static List<Target> connectedFirst(List<Target> targets) {
        return targets.stream()
                .sorted(Comparator.comparing(target -> !target.connected()))
                .toList();
    }

    private static List<String> warnings(Chosen chosen, PortClashes ports) {
        List<String> warnings = new ArrayList<>(ports.words(chosen.moves()));
        for (Move move : chosen.moves()) {
            Target target = move.target();
            if (!target.connected())
                warnings.add(RolloutNode.away(target.nodeName()).text());
        }
        if (chosen.undo() != null) {
            chosen.undo().steps().stream()
                    .map(Undo.Step::note)
                    .filter(Objects::nonNull)
                    .forEach(warnings::add);
        }
        warnings.addAll(chosen.aboutConfig());
        if (warnings.size() <= WARNINGS) return warnings;
        List<String> first = new ArrayList<>(warnings.subList(0, WARNINGS));
        first.add("and %d more".formatted(warnings.size() - WARNINGS));
        return first;
    }
}
