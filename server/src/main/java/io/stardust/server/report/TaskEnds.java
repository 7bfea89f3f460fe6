package io.stardust.server.report;

import io.stardust.api.report.TaskRun;
import io.stardust.protocol.deploy.DeployMode;
import io.stardust.server.change.Changes.Tx;
import io.stardust.server.db.Visible;
import io.stardust.server.deploy.Deployment;
import io.stardust.server.deploy.DeploymentStore;
import io.stardust.server.deploy.Observed;
import io.stardust.server.deploy.Placement;
import io.stardust.server.deploy.Placement.Wish;
import io.stardust.server.deploy.PlacementChange;
import io.stardust.server.deploy.PlacementStore;
import io.stardust.server.node.Node;
import org.jspecify.annotations.Nullable;

/**
 * What follows when a task has run: the run is kept, and the placement is disabled (seed), so that nothing runs it
 * again but another order. Stateless.
 */
final class TaskEnds {
    private final DeploymentStore deployments = new DeploymentStore();
    private final PlacementStore placements = new PlacementStore();
    private final TaskRunStore runs = new TaskRunStore();

    /** Takes the word of {@code node} that {@code placement} is done; one about an earlier order is left alone. */
    void ended(Tx tx, Node node, Placement placement, Observed seen) {
        boolean meant = seen.revision() >= placement.desiredRevision()
                && Long.valueOf(seen.releaseId()).equals(placement.releaseId());
        if (!meant || placement.ended()) return;
        Deployment deployment = deployments
                .find(tx.sql(), Visible.everything(), placement.deploymentId())
                .orElseThrow();
        @Nullable DeployMode own = placement.mode();
        if ((own == null ? deployment.mode() : own) != DeployMode.TASK) return;
        runs.put(
                tx.sql(),
                new TaskRun(
                        tx.nextId("task_run"),
                        deployment.id(),
                        placement.id(),
                        node.id(),
                        node.name(),
                        seen.releaseId(),
                        seen.version(),
                        placement.desiredRevision(),
                        seen.startedAt(),
                        seen.seenAt(),
                        seen.exitCode(),
                        seen.reason(),
                        seen.output(),
                        null),
                seen.why());
        if (!placement.enabled() || placement.state() != Wish.RUNNING) return;
        Placement after = placement
                .want(
                        placement.state(),
                        placement.releaseId(),
                        placement.restarts(),
                        placement.rolloutId(),
                        placements.nextRevision(tx.sql(), placement.nodeId()),
                        tx.now().toEpochMilli())
                .enabling(false, true);
        placements.update(tx.sql(), after);
        tx.record(
                "placement.ended",
                deployment.projectId(),
                placement.id(),
                PlacementChange.of(placement),
                PlacementChange.of(after));
    }
}
