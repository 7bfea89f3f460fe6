package io.stardust.cli.node;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/** What agents are told with their next heartbeat: what was said in one place, null for nothing, and what holds. */
@Json
record AgentSettings(
        @Nullable String newServer,
        @Nullable Integer syncSeconds,
        @Nullable String effectiveNewServer,
        @Nullable Integer effectiveSyncSeconds) {
    /** As it is sent: what is absent is not said. */
    @Json
    record Wish(@Nullable String newServer, @Nullable Integer syncSeconds) {}
}
