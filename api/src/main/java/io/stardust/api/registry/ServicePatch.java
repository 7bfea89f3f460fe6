package io.stardust.api.registry;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/** An edit of a service; what is absent stays, an empty text clears. */
@Json
public record ServicePatch(
        @Nullable String displayName,
        @Nullable Boolean enabled,
        @Nullable Boolean scoped,
        @Nullable Boolean singleton,
        @Nullable String address,
        @Nullable Boolean extranet,
        @Nullable String health) {}
