package io.stardust.server.app;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/** An edit of an app; what is absent stays, an empty text clears. */
@Json
public record AppPatch(
        @Nullable String name,
        @Nullable String displayName,
        @Nullable Boolean enabled) {}
