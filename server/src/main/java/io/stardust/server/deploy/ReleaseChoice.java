package io.stardust.server.deploy;

import io.stardust.protocol.Versions;
import io.stardust.server.db.Visible;
import io.stardust.server.deploy.RolloutPlacement.Progress;
import io.stardust.server.deploy.Targets.Target;
import io.stardust.server.http.ApiException.Conflict;
import io.stardust.server.http.ApiException.Invalid;
import io.stardust.server.http.ApiException.NotFound;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Decides to which release each placement goes; refuses in words what cannot be. Stateless. */
final class ReleaseChoice {
    /** How many earlier rollouts of a placement a rollback looks through. */
    private static final int PAST = 100;

    private static final int NAMED = 5;

    private final ReleaseStore releases = new ReleaseStore();
    private final RolloutStore rollouts = new RolloutStore();

    /** A placement and where it goes. */
    record Move(Target target, Release release) {}

    /**
     * To the release named, else the newest that may be used; where a deployment has several for different systems, to
     * the one of the highest version that fits the node.
     */
    List<Move> publish(
            Handle sql, Visible visible, Deployment deployment, @Nullable Long releaseId, List<Target> targets) {
        if (releaseId == null && deployment.multiVersion()) return fitting(sql, deployment, targets);
        Release release = releaseId != null
                ? named(sql, visible, deployment, releaseId)
                : releases.newest(sql, deployment.id())
                        .orElseThrow(() -> new Conflict("deployment %s has no release that may be used; upload one"
                                .formatted(deployment.name())));
        List<Move> moves =
                targets.stream().map(target -> new Move(target, release)).toList();
        refuseMisfits(moves);
        return moves;
    }

    private List<Move> fitting(Handle sql, Deployment deployment, List<Target> targets) {
        List<Release> usable = releases.usable(sql, deployment.id()).stream()
                .filter(Fitness::fit)
                .sorted(Comparator.comparing(Release::version, Versions::compare)
                        .thenComparingLong(Release::id)
                        .reversed())
                .toList();
        if (usable.isEmpty()) {
            throw new Conflict(
                    "deployment %s has no release that may be used; upload one".formatted(deployment.name()));
        }
        List<Move> moves = new ArrayList<>();
        for (Target target : targets) {
            Platform there = platform(target);
            Release best = usable.stream()
                    .filter(there::fits)
                    .findFirst()
                    .orElseThrow(() -> new Conflict("node %s is %s and deployment %s has no enabled release for that"
                            .formatted(target.nodeName(), there, deployment.name())));
            moves.add(new Move(target, best));
        }
        return moves;
    }

    static Platform platform(Target target) {
        return target.node() == null
                ? Platform.of(null, null, null)
                : target.node().platform();
    }

    private static void refuseMisfits(List<Move> moves) {
        List<String> misfits = new ArrayList<>();
        for (Move move : moves) {
            Platform there = platform(move.target());
            if (!there.fits(move.release())) misfits.add(move.target().nodeName() + " is " + there);
        }
        if (misfits.isEmpty()) return;
        Release release = moves.getFirst().release();
        String shown = String.join(", ", misfits.subList(0, Math.min(NAMED, misfits.size())));
        throw new Conflict("release %s is made for %s/%s; %s%s; name other nodes, or another release"
                .formatted(
                        release.version(),
                        release.os(),
                        release.arch(),
                        shown,
                        misfits.size() > NAMED ? " and %d more".formatted(misfits.size() - NAMED) : ""));
    }

    /** To the release named, else each to the one it ran before. */
    List<Move> rollback(
            Handle sql, Visible visible, Deployment deployment, @Nullable Long releaseId, List<Target> targets) {
        @Nullable Release named = releaseId == null ? null : named(sql, visible, deployment, releaseId);
        List<Move> moves = new ArrayList<>();
        for (Target target : targets) {
            if (target.placement() == null) continue;
            moves.add(new Move(target, named == null ? previous(sql, target.placement()) : named));
        }
        if (named != null) refuseMisfits(moves);
        return moves;
    }

    /** The last release that ran there; if none is known to have run, the last one it was moved to. */
    private Release previous(Handle sql, Placement placement) {
        long current = placement.releaseId() == null ? 0 : placement.releaseId();
        List<RolloutPlacement> past = rollouts.past(sql, placement.id(), PAST).stream()
                .filter(move -> move.releaseId() != current)
                .toList();
        return past.stream()
                .filter(move -> move.state() == Progress.READY)
                .map(move -> usable(sql, move.releaseId()))
                .flatMap(Optional::stream)
                .findFirst()
                .or(() -> releases.before(sql, placement.deploymentId(), current))
                .or(() -> past.stream()
                        .map(move -> usable(sql, move.releaseId()))
                        .flatMap(Optional::stream)
                        .findFirst())
                .orElseThrow(() ->
                        new Conflict("placement %d has no release before the current one".formatted(placement.id())));
    }

    private Optional<Release> usable(Handle sql, long releaseId) {
        return releases.find(sql, Visible.everything(), releaseId).filter(Fitness::fit);
    }

    /** The release somebody named, if it may be published here. */
    private Release named(Handle sql, Visible visible, Deployment deployment, long id) {
        Release release = releases.find(sql, visible, id).orElseThrow(() -> new NotFound("release", id));
        if (release.deploymentId() != deployment.id()) {
            throw new Invalid(
                    "releaseId", id, "a release of deployment %s; this one is of another".formatted(deployment.name()));
        }
        Fitness.require(release);
        return release;
    }
}
