package io.stardust.cli.deploy.api;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/** One step of bringing a placement to what is wanted. Times are epoch ms. */
@Json
public record Step(
        long id,
        long placementId,
        @Nullable String nodeName,
        @Nullable Long rolloutId,
        @Nullable String version,
        String step,
        long at,
        long durationMs,
        @Nullable String detail) {}
