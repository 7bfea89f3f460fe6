package io.stardust.server.deploy;

import io.stardust.server.access.secret.Secrets;
import io.stardust.server.change.Changes.Tx;
import io.stardust.server.deploy.Placement.Wish;
import io.stardust.server.deploy.Placements.Act;
import io.stardust.server.http.ApiException.Conflict;
import io.stardust.server.node.Node;
import org.jspecify.annotations.Nullable;

/** How what is wanted of a placement follows from what people ask. Draws revisions; writes nothing else. */
final class Wishes {
    private final PlacementStore store = new PlacementStore();
    private final ObservedStore observed = new ObservedStore();
    private final Secrets secrets;

    Wishes(Secrets secrets) {
        this.secrets = secrets;
    }

    /** A placement nobody wants to run yet. */
    Placement fresh(Tx tx, Deployment deployment, Node node, String deployName, PlacementBody wanted) {
        long now = tx.now().toEpochMilli();
        var bare = new Placement(
                tx.nextId("placement"),
                deployment.id(),
                node.id(),
                deployName,
                true,
                0,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                0,
                false,
                Wish.STOPPED,
                null,
                0,
                0,
                0,
                store.nextRevision(tx.sql(), node.id()),
                1,
                now,
                now);
        return merged(wanted, bare, now);
    }

    /** The overrides that {@code body} asks for upon {@code base}; an absent field keeps the base's value. */
    Placement merged(PlacementBody body, Placement base, long now) {
        return Overrides.merged(body, base, secrets, now);
    }

    /** What {@code act} makes of {@code placement}; null when it is so already. */
    @Nullable
    Placement after(Tx tx, Deployment deployment, Placement placement, Act act) {
        @Nullable Long release = placement.releaseId() == null ? deployment.releaseId() : placement.releaseId();
        if (act != Act.STOP && release == null) {
            throw new Conflict("placement %d has nothing to run; publish a release first".formatted(placement.id()));
        }
        boolean running = placement.state() == Wish.RUNNING;
        return switch (act) {
            case STOP -> running ? want(tx, placement, Wish.STOPPED, placement.releaseId(), 0) : null;
            case START ->
                running && !placement.ended() && !ended(tx, placement)
                        ? null
                        : enabled(want(tx, placement, Wish.RUNNING, release, running ? 1 : 0));
            case RESTART -> enabled(want(tx, placement, Wish.RUNNING, release, 1));
            case REINSTALL -> want(tx, placement, placement.state(), release, 0).reinstalled();
        };
    }

    /** A task that has run is disabled by that alone: who asks for another run gets one. */
    private static Placement enabled(Placement wanted) {
        return wanted.ended() ? wanted.enabling(true, false) : wanted;
    }

    /** It should run but does not, and will not at once: a start then means a new attempt. */
    private boolean ended(Tx tx, Placement placement) {
        return observed.find(tx.sql(), placement.id())
                .map(seen -> switch (seen.state()) {
                    case BACK_OFF, GAVE_UP, STOPPED, FAILED, DONE, REMOVED -> true;
                    case UNKNOWN, INSTALLING, STARTING, RUNNING, UNHEALTHY, HOSTED -> false;
                })
                .orElse(false);
    }

    /** Wanted gone. */
    Placement removed(Tx tx, Placement placement) {
        return want(tx, placement, Wish.REMOVED, placement.releaseId(), 0);
    }

    private Placement want(Tx tx, Placement placement, Wish wish, @Nullable Long release, int moreRestarts) {
        return placement.want(
                wish,
                release,
                placement.restarts() + moreRestarts,
                placement.rolloutId(),
                store.nextRevision(tx.sql(), placement.nodeId()),
                tx.now().toEpochMilli());
    }
}
