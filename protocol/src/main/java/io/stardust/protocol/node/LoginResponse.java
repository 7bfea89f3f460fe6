package io.stardust.protocol.node;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a login (upstream LoginResponse). Numbers are never null.
 *
 * @param code Issued code; only when it was made or changed, together with the secret.
 * @param secret Issued secret; clients store the pair only when both are there.
 * @param name Display name.
 * @param token For every further call; absent while the node waits for approval.
 * @param expire Seconds until the token ends.
 * @param time The request's time (epoch ms) echoed; 0 when it had none.
 * @param serverTime Epoch ms, UTC.
 */
@Json(caseInsensitiveKeys = true)
public record LoginResponse(
        @Json.Property("Code") @Nullable String code,
        @Json.Property("Secret") @Nullable String secret,
        @Json.Property("Name") @Nullable String name,
        @Json.Property("Token") @Nullable String token,
        @Json.Property("Expire") int expire,
        @Json.Property("Time") long time,
        @Json.Property("ServerTime") long serverTime) {}
