package io.stardust.server.deploy;

import io.avaje.jsonb.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What somebody asks for when publishing or rolling back.
 *
 * @param deploymentId absent in a rollback, whose path names it
 * @param releaseId absent = the newest that may be used; in a rollback: the one before
 * @param nodeIds absent = all enabled placements; a node without a placement gets one under the deployment's name
 */
@Json
public record NewRollout(
        @Nullable Long deploymentId,
        @Nullable Long releaseId,
        @Nullable List<Long> nodeIds) {
    public NewRollout {
        nodeIds = nodeIds == null ? null : List.copyOf(nodeIds);
    }
}
