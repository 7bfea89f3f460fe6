package io.stardust.server.deploy;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/**
 * A placement at a glance, for those who watch.
 *
 * @param state what its agent last said of it
 * @param version that runs or would run, as the agent said; absent: none
 * @param reachable true when the node is online: otherwise this is old news
 */
@Json
public record PlacementNews(
        long id,
        long deploymentId,
        long nodeId,
        long projectId,
        String state,
        @Nullable String version,
        boolean reachable) {}
