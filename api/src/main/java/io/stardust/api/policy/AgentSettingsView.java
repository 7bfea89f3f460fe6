package io.stardust.api.policy;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/** What was said for a scope, null for nothing, and what holds there. */
@Json
public record AgentSettingsView(
        @Nullable String newServer,
        @Nullable Integer syncSeconds,
        String effectiveNewServer,
        int effectiveSyncSeconds) {}
