package io.stardust.protocol.registry;

import io.avaje.jsonb.Json;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an instance offers (upstream PublishServiceInfo): the body of {@code /App/RegisterService}, repeated at each
 * heartbeat, and of {@code /App/UnregisterService}.
 *
 * @param serviceName E.g. {@code Orders}.
 * @param clientId The instance; absent = of the token.
 * @param ip Its addresses, commas between them; stand in for a wildcard host.
 * @param version Of the app.
 * @param address Commas between several: {@code http://10.0.0.5:8080}; a host of {@code *}, {@code +}, {@code 0.0.0.0}
 *     or {@code [::]} stands for each of {@code ip}.
 * @param externalAddress As seen from outside; absent = none.
 * @param health Path ({@code /health}), {@code http(s)://} or {@code tcp://} URL that the server asks; absent = none.
 * @param tag Words with commas between them.
 * @param weight Ours: 0..1000, share of the calls, 100 is usual; absent = 100.
 * @param scope Ours: environment label; absent = of the login.
 * @param zone Ours: where it runs; absent = of the login.
 * @param metadata Ours: free, at most 32 entries, names of 64 and values of 256 characters; absent = none.
 */
@Json(caseInsensitiveKeys = true)
public record PublishServiceInfo(
        @Json.Property("ServiceName") @Nullable String serviceName,
        @Json.Property("ClientId") @Nullable String clientId,
        @Json.Property("IP") @Nullable String ip,
        @Json.Property("Version") @Nullable String version,
        @Json.Property("Address") @Nullable String address,
        @Json.Property("ExternalAddress") @Nullable String externalAddress,
        @Json.Property("Health") @Nullable String health,
        @Json.Property("Tag") @Nullable String tag,
        @Json.Property("Weight") @Nullable Integer weight,
        @Json.Property("Scope") @Nullable String scope,
        @Json.Property("Zone") @Nullable String zone,
        @Json.Property("Metadata") @Nullable Map<String, String> metadata) {}
