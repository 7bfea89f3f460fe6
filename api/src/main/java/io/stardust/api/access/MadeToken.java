package io.stardust.api.access;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/** A token just made; {@code token} is shown this once. */
@Json
public record MadeToken(
        long id,
        String token,
        String kind,
        String name,
        @Nullable Long projectId,
        @Nullable String role,
        long createdAt,
        @Nullable Long expiresAt) {
    @Override
    public String toString() {
        return "MadeToken[" + id + "]";
    }
}
