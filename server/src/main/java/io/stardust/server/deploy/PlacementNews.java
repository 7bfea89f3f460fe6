package io.stardust.server.deploy;

import io.avaje.jsonb.Json;
import io.stardust.api.reason.Why;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A placement at a glance, for those who watch.
 *
 * @param state what its agent last said of it
 * @param version that runs or would run, as the agent said; absent: none
 * @param reachable true when the node is online: otherwise this is old news
 * @param exitCode of the last process that ended; absent: none ended or unknown
 * @param reason why it is not simply running; absent: nothing to explain
 * @param why {@code reason} by code; absent when there are words only
 */
@Json
public record PlacementNews(
        long id,
        long deploymentId,
        long nodeId,
        long projectId,
        String state,
        @Nullable String version,
        boolean reachable,
        @Nullable Integer exitCode,
        @Nullable String reason,
        @Nullable List<Why> why) {}
