package io.stardust.server.deploy;

import io.stardust.api.deploy.PlacementView;
import io.stardust.api.deploy.PlacementView.Desired;
import io.stardust.api.deploy.PlacementView.Seen;
import io.stardust.protocol.node.AppUse;
import io.stardust.server.http.Reasons;
import io.stardust.server.variable.Variables;
import org.jspecify.annotations.Nullable;

/** Says what people see of a placement: what is wanted of it, what is seen of it. Pure functions. */
final class PlacementViews {
    private PlacementViews() {}

    /**
     * What the joined row says beside the two records.
     *
     * @param since when the node came or was last heard of, epoch ms
     * @param use what its process uses; null when that is not known
     * @param open true when the values of variables, which may be secrets, are shown
     */
    record Around(
            String deploymentName,
            boolean deploymentEnabled,
            @Nullable String nodeName,
            boolean online,
            long since,
            @Nullable AppUse use,
            @Nullable String version,
            boolean open) {}

    static PlacementView of(Placement placement, Observed seen, Around around) {
        @Nullable Long rollout = placement.rolloutId() == 0 ? null : placement.rolloutId();
        return new PlacementView(
                placement.id(),
                placement.deploymentId(),
                around.deploymentName(),
                placement.deployName(),
                placement.nodeId(),
                around.nodeName() == null ? "node " + placement.nodeId() + " (gone)" : around.nodeName(),
                placement.enabled(),
                placement.port(),
                placement.fileName(),
                placement.arguments(),
                placement.workingDirectory(),
                placement.mode() == null ? null : Modes.name(placement.mode()),
                around.open()
                        ? Variables.of(placement.environments()).view()
                        : Variables.of(placement.environments()).masked(),
                placement.userName(),
                placement.maxMemory(),
                placement.priority(),
                placement.oomScoreAdjust(),
                placement.healthCheck(),
                Probes.of(placement.readiness()),
                Probes.of(placement.liveness()),
                placement.delaySeconds(),
                placement.ended(),
                new Desired(
                        placement.effective(around.deploymentEnabled()).wire(),
                        placement.releaseId(),
                        around.version(),
                        placement.desiredRevision(),
                        placement.restarts(),
                        placement.reinstalls(),
                        rollout),
                seen(seen, around),
                seen.meets(placement, around.deploymentEnabled()),
                placement.revision(),
                placement.createdAt(),
                placement.updatedAt());
    }

    private static Seen seen(Observed seen, Around around) {
        @Nullable AppUse use = around.use();
        boolean reachable = around.online();
        return new Seen(
                seen.state().wire(),
                seen.releaseId() == 0 ? null : seen.releaseId(),
                seen.version(),
                seen.pid(),
                seen.startedAt(),
                seen.crashes(),
                seen.exitCode(),
                seen.reason(),
                seen.output(),
                seen.revision(),
                seen.adopted(),
                use == null ? seen.workingSet() : use.memory(),
                use == null ? seen.cpuUsage() : use.cpu(),
                use == null ? seen.threads() : use.threads(),
                use == null ? 0 : use.uptime(),
                use == null ? 0 : use.processes(),
                use == null ? seen.measuredAt() : use.time(),
                seen.failingSince() == 0 ? null : seen.failingSince(),
                seen.seenAt(),
                reachable,
                reachable ? null : around.since(),
                Reasons.read(seen.why()));
    }
}
