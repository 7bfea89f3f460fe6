package io.stardust.cli.access;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/** A sign-in; {@code current} is the one that asks. */
@Json
record SessionInfo(
        long id,
        String address,
        @Nullable String userAgent,
        long createdAt,
        long lastSeenAt,
        long expiresAt,
        boolean current) {}
