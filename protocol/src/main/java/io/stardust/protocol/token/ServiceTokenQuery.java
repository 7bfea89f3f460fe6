package io.stardust.protocol.token;

import io.avaje.jsonb.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Asks for a service token that opens less than the one of a login: the body of {@code /App/ServiceToken} (ours).
 *
 * @param audience Names of the apps that shall accept it; empty = all that the asking app may call.
 * @param scope Words with spaces between them that the provider understands; absent = no limit.
 */
@Json(caseInsensitiveKeys = true)
public record ServiceTokenQuery(
        @Json.Property("Audience") List<String> audience,
        @Json.Property("Scope") @Nullable String scope) {
    public ServiceTokenQuery {
        audience = List.copyOf(audience);
    }
}
