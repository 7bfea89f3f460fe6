package io.stardust.server.rollout;

import io.stardust.protocol.Versions;
import io.stardust.server.db.Visible;
import io.stardust.server.deploy.Deployment;
import io.stardust.server.http.ApiException.Conflict;
import io.stardust.server.http.ApiException.Invalid;
import io.stardust.server.http.ApiException.NotFound;
import io.stardust.server.release.Platform;
import io.stardust.server.release.Release;
import io.stardust.server.release.ReleaseEligibility;
import io.stardust.server.release.ReleaseFailureStore;
import io.stardust.server.release.ReleaseStore;
import io.stardust.server.rollout.TargetSelection.Target;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Decides to which release each placement goes; refuses in words what cannot be. Stateless. */
public final class ReleaseChoice {
    private static final int NAMED = 5;

    private final ReleaseStore releases = new ReleaseStore();
    private final ReleaseFailureStore failures = new ReleaseFailureStore();

    /** A placement and where it goes. */
    public record Move(Target target, Release release) {}

    /**
     * To the release named, else the newest that may be used, unless that has just failed; where a deployment has
     * several for different systems, to the one of the highest version that fits the node.
     */
    List<Move> publish(
            Handle sql, Visible visible, Deployment deployment, @Nullable Long releaseId, List<Target> targets) {
        if (releaseId == null && deployment.multiVersion()) return fitting(sql, deployment, targets);
        Release release = releaseId != null
                ? named(sql, visible, deployment, releaseId)
                : releases.newest(sql, deployment.id())
                        .orElseThrow(() -> new Conflict("deployment %s has no release that may be used; upload one"
                                .formatted(deployment.name())));
        if (releaseId == null) refuseFailed(sql, deployment, List.of(release));
        List<Move> moves =
                targets.stream().map(target -> new Move(target, release)).toList();
        refuseMisfits(moves);
        return moves;
    }

    private List<Move> fitting(Handle sql, Deployment deployment, List<Target> targets) {
        List<Release> usable = releases.usable(sql, deployment.id()).stream()
                .filter(ReleaseEligibility::fit)
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
        refuseFailed(
                sql,
                deployment,
                moves.stream().map(Move::release).collect(Collectors.toCollection(LinkedHashSet::new)));
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

    /** Back to the release named, where there is a placement. */
    List<Move> back(Handle sql, Visible visible, Deployment deployment, long releaseId, List<Target> targets) {
        Release named = named(sql, visible, deployment, releaseId);
        List<Move> moves = targets.stream()
                .filter(target -> target.placement() != null)
                .map(target -> new Move(target, named))
                .toList();
        refuseMisfits(moves);
        return moves;
    }

    /** Nobody named it, so nobody has said that the failure is known. */
    private void refuseFailed(Handle sql, Deployment deployment, Collection<Release> chosen) {
        for (Release release : chosen) {
            failures.last(sql, deployment.id(), release.id()).ifPresent(failed -> {
                throw new Conflict(
                        "release %s is the newest of deployment %s, and its last rollout (%d) failed%s; name it to publish it again, or name another"
                                .formatted(
                                        release.version(),
                                        deployment.name(),
                                        failed.rolloutId(),
                                        failed.reason() == null ? "" : ": " + failed.reason()));
            });
        }
    }

    /** The release somebody named, if it may be published here. */
    private Release named(Handle sql, Visible visible, Deployment deployment, long id) {
        Release release = releases.find(sql, visible, id).orElseThrow(() -> new NotFound("release", id));
        if (release.deploymentId() != deployment.id()) {
            throw new Invalid(
                    "releaseId", id, "a release of deployment %s; this one is of another".formatted(deployment.name()));
        }
        ReleaseEligibility.require(release);
        return release;
    }
}
