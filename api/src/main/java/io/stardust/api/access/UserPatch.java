package io.stardust.api.access;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/** An edit of a user; what is absent stays. */
@Json
public record UserPatch(
        @Nullable String displayName,
        @Nullable Boolean platform,
        @Nullable Boolean locked) {}
