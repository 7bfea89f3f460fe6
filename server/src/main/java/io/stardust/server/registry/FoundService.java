package io.stardust.server.registry;

import io.avaje.jsonb.Json;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A row of {@code /App/SearchService}, as upstream keeps registrations. Times are ISO with {@code Z}. */
@Json
record FoundService(
        @Json.Property("Id") long id,
        @Json.Property("AppId") long appId,
        @Json.Property("ServiceId") long serviceId,
        @Json.Property("ServiceName") String serviceName,
        @Json.Property("Client") String client,
        @Json.Property("NodeId") long nodeId,
        @Json.Property("Enable") boolean enable,
        @Json.Property("PingCount") int pingCount,
        @Json.Property("Version") @Nullable String version,
        @Json.Property("Address") String address,
        @Json.Property("OriginAddress") @Nullable String originAddress,
        @Json.Property("ExternalAddress") @Nullable String externalAddress,
        @Json.Property("Weight") int weight,
        @Json.Property("Scope") @Nullable String scope,
        @Json.Property("Tag") @Nullable String tag,
        @Json.Property("CheckTimes") int checkTimes,
        @Json.Property("Healthy") boolean healthy,
        @Json.Property("LastCheck") @Nullable String lastCheck,
        @Json.Property("CheckResult") @Nullable String checkResult,
        @Json.Property("CreateTime") String createTime,
        @Json.Property("CreateIP") String createIp,
        @Json.Property("UpdateTime") String updateTime) {
    private static final int MOST = 100;

    /** The first hundred of {@code book} that {@code may} lets through and that have {@code key} in them. */
    static List<FoundService> of(@Nullable ServiceBook book, String key, Probes probes, Predicate<Provider> may) {
        @Nullable ServiceDefinition definition = book == null ? null : book.definition();
        if (book == null || definition == null) return List.of();
        return book.all().stream()
                .filter(may)
                .filter(provider -> key.isEmpty()
                        || provider.said.client().contains(key)
                        || provider.said.address().contains(key)
                        || provider.said.app().contains(key))
                .limit(MOST)
                .map(provider -> of(provider, definition, probes.of(provider.said.id())))
                .toList();
    }

    private static FoundService of(Provider provider, ServiceDefinition definition, Probes.@Nullable Watch watch) {
        Registration said = provider.said;
        return new FoundService(
                said.id(),
                said.appId(),
                definition.id(),
                said.service(),
                said.client(),
                said.nodeId() == null ? 0 : said.nodeId(),
                provider.steering.enabled(),
                0,
                said.version(),
                said.address(),
                said.origin(),
                said.external(),
                provider.model.weight(),
                said.scope(),
                said.tag(),
                0,
                provider.standing.healthy(),
                watch == null || watch.asked() == 0 ? null : time(watch.asked()),
                watch == null ? null : watch.result(),
                time(said.createdAt()),
                said.from(),
                time(said.updatedAt()));
    }

    private static String time(long millis) {
        return Instant.ofEpochMilli(millis).toString();
    }
}
