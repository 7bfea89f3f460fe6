package io.stardust.protocol.config;

import io.avaje.jsonb.Json;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An app writes the keys that it knows and the server does not: the body of {@code POST /Config/SetAll}. Keys that are
 * there already stay as they are.
 *
 * @param appId The app's name; absent = of the token.
 * @param secret That of a key of the app, in plain text, when no token is shown.
 * @param clientId The instance that asks; absent = of the token.
 * @param configs By key a text, or an object with {@code Value} and {@code Comment}.
 */
@Json(caseInsensitiveKeys = true)
public record ConfigUpload(
        @Json.Property("AppId") @Nullable String appId,
        @Json.Property("Secret") @Nullable String secret,
        @Json.Property("ClientId") @Nullable String clientId,
        @Json.Property("Configs") @Nullable Map<String, Object> configs) {
    /** Without secret and values. */
    @Override
    public String toString() {
        return "ConfigUpload[%s]".formatted(appId);
    }
}
