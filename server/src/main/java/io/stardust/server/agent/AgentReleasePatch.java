package io.stardust.server.agent;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/** An edit of a version of the agent; what is absent stays. */
@Json
record AgentReleasePatch(
        @Nullable String channel,
        @Nullable Boolean enabled,
        @Nullable String note) {}
