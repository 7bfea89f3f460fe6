package io.stardust.cli.app;

import io.avaje.jsonb.Json;
import io.stardust.cli.http.Named;
import org.jspecify.annotations.Nullable;

/** A business system. */
@Json
public record App(
        long id,
        long projectId,
        String name,
        @Nullable String displayName,
        boolean enabled,
        long revision,
        long createdAt)
        implements Named {}
