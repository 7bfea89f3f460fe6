package io.stardust.api.access;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/**
 * A session just opened. {@code token} is absent, and {@code csrf} is not, when the token went into a cookie.
 *
 * @param expiresAt epoch ms
 */
@Json
public record SessionView(
        @Nullable String token,
        long expiresAt,
        PersonView user,
        @Nullable String csrf) {
    @Override
    public String toString() {
        return "SessionView[" + user + "]";
    }
}
