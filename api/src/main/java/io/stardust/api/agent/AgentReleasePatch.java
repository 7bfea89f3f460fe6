package io.stardust.api.agent;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/** An edit of a version of the agent; what is absent stays. */
@Json
public record AgentReleasePatch(
        @Nullable String channel,
        @Nullable Boolean enabled,
        @Nullable String note) {}
