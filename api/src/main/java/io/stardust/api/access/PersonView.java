package io.stardust.api.access;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/** A person as the change table and a sign-in's answer show it. */
@Json
public record PersonView(
        long id,
        String name,
        @Nullable String displayName,
        boolean platform,
        boolean locked,
        String source,
        long revision) {}
