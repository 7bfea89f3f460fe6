package io.stardust.cli.agent;

import io.avaje.jsonb.Json;
import io.stardust.cli.http.Page;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A version of the agent. Times are epoch ms. */
@Json
record AgentRelease(
        long id,
        String version,
        String channel,
        String product,
        String platform,
        boolean enabled,
        String sha256,
        long size,
        @Nullable String note,
        @Nullable String createdBy,
        long createdAt,
        long revision) {

    /** An edit; what is absent stays. */
    @Json
    record Patch(
            @Nullable String channel,
            @Nullable Boolean enabled,
            @Nullable String note) {}

    /** Some of them. */
    @Json
    record Some(List<AgentRelease> items, @Nullable Long next) implements Page<AgentRelease> {}
}
