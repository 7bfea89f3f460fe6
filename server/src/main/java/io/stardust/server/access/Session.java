package io.stardust.server.access;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/**
 * A sign-in; its token is kept as a hash only, elsewhere. Times are epoch milliseconds.
 *
 * @param userAgent the program that signed in, as it calls itself
 * @param lastSeenAt to the minute
 */
@Json
record Session(
        long id,
        long userId,
        String address,
        @Nullable String userAgent,
        long createdAt,
        long lastSeenAt,
        long expiresAt) {}
