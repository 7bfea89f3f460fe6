package io.stardust.api.agent;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/**
 * A version of the agent for one platform as people see it.
 *
 * @param channel {@code Release}, {@code Beta} or {@code Develop}
 * @param product {@code stardust}, or the product of nodes with another agent
 * @param platform {@code linux-x64} and the like; {@code any} only for other agents
 * @param enabled false: neither offered nor installed
 * @param url relative to the server; needs no token
 * @param size bytes
 * @param createdAt epoch ms
 */
@Json
public record AgentReleaseView(
        long id,
        String version,
        String channel,
        String product,
        String platform,
        boolean enabled,
        String fileName,
        String url,
        String sha256,
        long size,
        @Nullable String note,
        String createdBy,
        long createdAt,
        long revision) {}
