package io.stardust.protocol.config;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/**
 * An app asks for its config: the body of {@code POST /Config/GetAll} (upstream ConfigInfo as a question); with GET,
 * the same names are parameters of the address.
 *
 * @param appId The app's name; absent = of the token.
 * @param secret That of a key of the app, in plain text, when no token is shown.
 * @param clientId The instance that asks; absent = of the token.
 * @param scope Environment label; absent or empty = of the login, else by the server's rules.
 * @param version That the client has; 0 or absent = none. When it is the newest, the answer has no values.
 * @param usedKeys Keys that the app has read since it last said so, commas between them.
 * @param missedKeys Keys that the app asked for in vain, commas between them.
 */
@Json(caseInsensitiveKeys = true)
public record ConfigQuery(
        @Json.Property("AppId") @Nullable String appId,
        @Json.Property("Secret") @Nullable String secret,
        @Json.Property("ClientId") @Nullable String clientId,
        @Json.Property("Scope") @Nullable String scope,
        @Json.Property("Version") long version,
        @Json.Property("UsedKeys") @Nullable String usedKeys,
        @Json.Property("MissedKeys") @Nullable String missedKeys) {
    /** Without the secret. */
    @Override
    public String toString() {
        return "ConfigQuery[%s %s %d]".formatted(appId, scope, version);
    }
}
