package io.stardust.protocol.registry;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/**
 * Who is asked for (upstream ConsumeServiceInfo): the body of {@code /App/ResolveService}, and ours of
 * {@code /App/SubscribeService} and {@code /App/UnsubscribeService}.
 *
 * @param serviceName The service's.
 * @param clientId The instance that asks; absent = of the token.
 * @param minVersion Providers of an older version are left out; compared as versions. Absent = all.
 * @param tag Words with commas between them, each of which a provider must have; absent = all.
 * @param scope Ours: only providers of this scope, or of none; absent = of the login.
 */
@Json(caseInsensitiveKeys = true)
public record ResolveServiceInfo(
        @Json.Property("ServiceName") @Nullable String serviceName,
        @Json.Property("ClientId") @Nullable String clientId,
        @Json.Property("MinVersion") @Nullable String minVersion,
        @Json.Property("Tag") @Nullable String tag,
        @Json.Property("Scope") @Nullable String scope) {}
