package io.stardust.protocol.app;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /OAuth/Token} of older clients, names in snake case.
 *
 * @param grantType {@code password} (also when absent) or {@code refresh_token}.
 * @param userName The app's name.
 * @param password Its secret, plain.
 * @param refreshToken The token of an earlier answer.
 * @param clientId {@code ip@pid}; absent = not told.
 */
@Json(caseInsensitiveKeys = true)
public record OAuthRequest(
        @Json.Property("grant_type") @Nullable String grantType,
        @Json.Property("username") @Nullable String userName,
        @Json.Property("password") @Nullable String password,
        @Json.Property("refresh_token") @Nullable String refreshToken,
        @Json.Property("clientId") @Nullable String clientId) {
    @Override
    public String toString() {
        return "OAuthRequest[" + grantType + ", " + userName + "]";
    }
}
