package io.stardust.protocol.registry;

import io.avaje.jsonb.Json;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One provider of a service (upstream ServiceModel): the answer to a registration, and one element of a resolution.
 * Equal as long as nothing of it changes: foreign clients compare its JSON.
 *
 * @param serviceName The service's.
 * @param displayName For people; absent = the name.
 * @param client The instance.
 * @param version Of the app.
 * @param address Where to call it; commas between several.
 * @param address2 As seen from outside; absent = none.
 * @param scope Environment label; absent = all.
 * @param tag Words with commas between them.
 * @param weight 0..1000, share of the calls; 0 = none, unless there is no other.
 * @param createTime When it came, {@code yyyy-MM-dd HH:mm:ss}, UTC.
 * @param updateTime When something of it changed last.
 * @param id Ours: number of the registration, unique on the server; names it in a {@link ServiceDelta}.
 * @param appName Ours: the app that offers it; the audience of a service token.
 * @param zone Ours: where it runs; absent = unknown.
 * @param node Ours: name of the machine; absent = unknown.
 * @param metadata Ours: free; absent = none.
 */
@Json(caseInsensitiveKeys = true)
public record ServiceModel(
        @Json.Property("ServiceName") String serviceName,
        @Json.Property("DisplayName") @Nullable String displayName,
        @Json.Property("Client") @Nullable String client,
        @Json.Property("Version") @Nullable String version,
        @Json.Property("Address") @Nullable String address,
        @Json.Property("Address2") @Nullable String address2,
        @Json.Property("Scope") @Nullable String scope,
        @Json.Property("Tag") @Nullable String tag,
        @Json.Property("Weight") int weight,
        @Json.Property("CreateTime") @Nullable String createTime,
        @Json.Property("UpdateTime") @Nullable String updateTime,
        @Json.Property("Id") long id,
        @Json.Property("AppName") @Nullable String appName,
        @Json.Property("Zone") @Nullable String zone,
        @Json.Property("Node") @Nullable String node,
        @Json.Property("Metadata") @Nullable Map<String, String> metadata) {}
