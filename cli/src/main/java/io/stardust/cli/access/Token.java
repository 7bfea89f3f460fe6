package io.stardust.cli.access;

import io.avaje.jsonb.Json;
import io.stardust.cli.http.Named;
import org.jspecify.annotations.Nullable;

/** A token without its text. */
@Json
record Token(
        long id,
        String kind,
        String name,
        @Nullable Long projectId,
        @Nullable String role,
        @Nullable String owner,
        long createdAt,
        @Nullable Long expiresAt,
        @Nullable Long lastUsedAt)
        implements Named {}
