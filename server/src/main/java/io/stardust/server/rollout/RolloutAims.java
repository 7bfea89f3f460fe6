package io.stardust.server.rollout;

import io.stardust.api.rollout.NewRollout;
import io.stardust.server.db.Visible;
import io.stardust.server.deploy.Deployment;
import io.stardust.server.http.ApiException.Invalid;
import io.stardust.server.http.Caller;
import io.stardust.server.rollout.ReleaseChoice.Move;
import io.stardust.server.rollout.TargetSelection.Target;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Decides what a publish or a rollback is about: which placements, and to what each goes. Stateless; only reads. */
final class RolloutAims {
    /** That are told one by one. */
    private static final int WARNINGS = 20;

    private final TargetSelection targets = new TargetSelection();
    private final ReleaseChoice choice = new ReleaseChoice();
    private final Undo undo = new Undo();
    private final RolloutNodeStore nodes = new RolloutNodeStore();

    /**
     * What a publish or rollback would do.
     *
     * @param undo the rollout that it undoes, and how; {@code moves} are what moves for that
     */
    record Chosen(List<Move> moves, Undo.@Nullable Found undo) {
        /** What people should know who ask for it. */
        List<String> warnings(PortClashes ports) {
            return RolloutAims.warnings(this, ports);
        }
    }

    /** Decides it; refuses in words what cannot be. */
    Chosen chosen(Handle sql, Caller caller, Deployment deployment, String kind, NewRollout wanted) {
        boolean publish = kind.equals("publish");
        @Nullable Long releaseId = wanted.releaseId();
        if (!publish && releaseId == null) return undoing(sql, caller, deployment, wanted);
        if (wanted.reverts() != null) throw new Invalid("reverts", wanted.reverts(), "absent beside releaseId");
        List<Target> there = targets.choose(sql, caller.visible(), deployment, wanted, publish);
        return new Chosen(
                publish
                        ? choice.publish(sql, caller.visible(), deployment, releaseId, connectedFirst(there))
                        : choice.back(sql, caller.visible(), deployment, Objects.requireNonNull(releaseId), there),
                null);
    }

    private Chosen undoing(Handle sql, Caller caller, Deployment deployment, NewRollout wanted) {
        if (wanted.startAt() != null) {
            throw new Invalid("startAt", wanted.startAt(), "absent: an undo begins at once; name a release to wait");
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
        return new Chosen(moves, found);
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
        if (warnings.size() <= WARNINGS) return warnings;
        List<String> first = new ArrayList<>(warnings.subList(0, WARNINGS));
        first.add("and %d more".formatted(warnings.size() - WARNINGS));
        return first;
    }
}
