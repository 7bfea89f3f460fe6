package io.stardust.api.policy;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/**
 * What the agents of a scope's nodes shall do, as people say it; null: as for the wider scope.
 *
 * @param newServer address to move to, with commas between several; they stay when it does not let them in. Empty:
 *     nowhere
 * @param syncSeconds between two corrections of the machine's clock; 0: never
 */
@Json
public record AgentSettings(
        @Nullable String newServer, @Nullable Integer syncSeconds) {}
