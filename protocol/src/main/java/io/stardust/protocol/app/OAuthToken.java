package io.stardust.protocol.app;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/**
 * The answer of {@code POST /OAuth/Token}, inside the envelope. Upstream writes {@code expire_in} without an s.
 *
 * @param accessToken As of a login.
 * @param tokenType {@code JWT}.
 * @param expireIn Seconds.
 * @param refreshToken Good for one more after the token has ended.
 * @param scope Null.
 */
@Json(caseInsensitiveKeys = true)
public record OAuthToken(
        @Json.Property("access_token") String accessToken,
        @Json.Property("token_type") String tokenType,
        @Json.Property("expire_in") int expireIn,
        @Json.Property("refresh_token") String refreshToken,
        @Json.Property("scope") @Nullable String scope) {}
