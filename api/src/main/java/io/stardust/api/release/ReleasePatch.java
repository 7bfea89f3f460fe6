package io.stardust.api.release;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/** An edit of a release; what is absent stays, an empty text clears. */
@Json
public record ReleasePatch(
        @Nullable Boolean enabled,
        @Nullable String note,
        @Nullable String overwrite,
        @Nullable String os,
        @Nullable String arch) {}
