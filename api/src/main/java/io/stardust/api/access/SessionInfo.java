package io.stardust.api.access;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/**
 * A sign-in; {@code current} is the one that asks. Times are epoch ms.
 *
 * @param userAgent the program that signed in, as it calls itself
 * @param lastSeenAt to the minute
 */
@Json
public record SessionInfo(
        long id,
        String address,
        @Nullable String userAgent,
        long createdAt,
        long lastSeenAt,
        long expiresAt,
        boolean current) {}
