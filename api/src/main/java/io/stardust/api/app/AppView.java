package io.stardust.api.app;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/**
 * A business system as people see it.
 *
 * @param name unique on the server, since apps log in by it
 * @param displayName for people; absent when the name says enough
 * @param createdAt epoch ms
 */
@Json
public record AppView(
        long id,
        long projectId,
        String name,
        @Nullable String displayName,
        boolean enabled,
        long revision,
        long createdAt) {}
