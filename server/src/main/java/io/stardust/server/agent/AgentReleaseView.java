package io.stardust.server.agent;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/** A version of the agent as people see it; {@code url} is relative to the server and needs no token. */
@Json
record AgentReleaseView(
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
        long revision) {
    static AgentReleaseView of(AgentRelease release) {
        return new AgentReleaseView(
                release.id(),
                release.version(),
                release.channel(),
                release.product(),
                release.platform(),
                release.enabled(),
                release.fileName(),
                release.path(),
                release.sha256(),
                release.size(),
                release.note(),
                release.createdBy(),
                release.createdAt(),
                release.revision());
    }
}
