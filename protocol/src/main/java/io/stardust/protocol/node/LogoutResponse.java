package io.stardust.protocol.node;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a logout: who left; the token is gone.
 *
 * @param name Display name.
 * @param token Always null.
 */
@Json(caseInsensitiveKeys = true)
public record LogoutResponse(
        @Json.Property("Name") @Nullable String name,
        @Json.Property("Token") @Nullable String token) {}
