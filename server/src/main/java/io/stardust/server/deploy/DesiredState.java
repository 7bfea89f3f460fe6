package io.stardust.server.deploy;

import io.stardust.api.deploy.PlacementBody;
import io.stardust.server.access.secret.Secrets;
import io.stardust.server.change.Changes.Tx;
import io.stardust.server.deploy.Placement.Wish;
import io.stardust.server.deploy.Placements.Act;
import io.stardust.server.http.ApiException.Conflict;
import io.stardust.server.node.Node;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How what is wanted of a placement follows from what people ask. Draws revisions; writes nothing else. */
final class DesiredState {
    private final PlacementStore store = new PlacementStore();
    private final ObservedStore observed = new ObservedStore();
    private final Secrets secrets;

    DesiredState(Secrets secrets) {
        this.secrets = secrets;
    }

    /** A placement nobody wants to run yet. */
    Placement fresh(Tx tx, Deployment deployment, Node node, String deployName, PlacementBody wanted) {
        long now = tx.now().toEpochMilli();
        Placement bare = Placement.fresh(
                tx.nextId("placement"),
                deployment.id(),
                node.id(),
                deployName,
                store.nextRevision(tx.sql(), node.id()),
                now);
        return merged(wanted, bare, now);
    }

    /** The overrides that {@code body} asks for upon {@code base}; an absent field keeps the base's value. */
    Placement merged(PlacementBody body, Placement base, long now) {
        return Overrides.merged(body, base, secrets, now);
    }

    /** A placement, and what an act makes of it. */
    record Change(Placement before, Placement after) {}

    /**
     * What {@code act} makes of placements of one deployment: those that are not so already. As few statements however
     * many they are.
     */
    List<Change> after(Tx tx, Deployment deployment, List<Placement> some, Act act) {
        Set<Long> ended = act == Act.START
                ? observed.ended(tx.sql(), some.stream().map(Placement::id).toList())
                : Set.of();
        List<Placement> changing = some.stream()
                .filter(placement -> changes(deployment, placement, act, ended))
                .toList();
        if (changing.isEmpty()) return List.of();
        Map<Long, Long> revisions = store.nextRevisions(
                tx.sql(), changing.stream().map(Placement::nodeId).toList());
        long now = tx.now().toEpochMilli();
        return changing.stream()
                .map(placement -> new Change(
                        placement,
                        after(deployment, placement, act, revisions.getOrDefault(placement.nodeId(), 0L), now)))
                .toList();
    }

    private static boolean changes(Deployment deployment, Placement placement, Act act, Set<Long> ended) {
        if (act != Act.STOP && release(deployment, placement) == null) {
            throw new Conflict("placement %d has nothing to run; publish a release first".formatted(placement.id()));
        }
        boolean running = placement.state() == Wish.RUNNING;
        return switch (act) {
            case STOP -> running;
            // it should run but does not, and will not at once: a start then means a new attempt
            case START -> !running || placement.ended() || ended.contains(placement.id());
            case RESTART, REINSTALL -> true;
        };
    }

    private static @Nullable Long release(Deployment deployment, Placement placement) {
        return placement.releaseId() == null ? deployment.releaseId() : placement.releaseId();
    }

    private static Placement after(Deployment deployment, Placement placement, Act act, long revision, long now) {
        @Nullable Long release = release(deployment, placement);
        boolean running = placement.state() == Wish.RUNNING;
        return switch (act) {
            case STOP -> want(placement, Wish.STOPPED, placement.releaseId(), 0, revision, now);
            case START -> enabled(want(placement, Wish.RUNNING, release, running ? 1 : 0, revision, now));
            case RESTART -> enabled(want(placement, Wish.RUNNING, release, 1, revision, now));
            case REINSTALL ->
                want(placement, placement.state(), release, 0, revision, now).reinstalled();
        };
    }

    /** A task that has run is disabled by that alone: who asks for another run gets one. */
    private static Placement enabled(Placement wanted) {
        return wanted.ended() ? wanted.enabling(true, false) : wanted;
    }

    /** Wanted gone. */
    Placement removed(Tx tx, Placement placement) {
        return want(
                placement,
                Wish.REMOVED,
                placement.releaseId(),
                0,
                store.nextRevision(tx.sql(), placement.nodeId()),
                tx.now().toEpochMilli());
    }

    private static Placement want(
            Placement placement, Wish wish, @Nullable Long release, int moreRestarts, long revision, long now) {
        return placement.want(wish, release, placement.restarts() + moreRestarts, placement.rolloutId(), revision, now);
    }
}
