package io.stardust.protocol.app;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/**
 * The answer to an app's login (upstream LoginResponse). Numbers are never null.
 *
 * @param code The app's name; only with a secret that was made for it now.
 * @param secret Issued secret; clients keep the pair only when both are there.
 * @param name Display name.
 * @param token For every further call; absent while the app waits for approval.
 * @param expire Seconds until the token ends.
 * @param time The request's time (epoch ms) echoed; 0 when it had none.
 * @param serverTime Epoch ms, UTC.
 * @param serviceToken Ours: shown to providers that are called directly, a JWT signed with Ed25519; absent = none.
 */
@Json(caseInsensitiveKeys = true)
public record AppLoginResponse(
        @Json.Property("Code") @Nullable String code,
        @Json.Property("Secret") @Nullable String secret,
        @Json.Property("Name") @Nullable String name,
        @Json.Property("Token") @Nullable String token,
        @Json.Property("Expire") int expire,
        @Json.Property("Time") long time,
        @Json.Property("ServerTime") long serverTime,
        @Json.Property("ServiceToken") @Nullable String serviceToken) {}
