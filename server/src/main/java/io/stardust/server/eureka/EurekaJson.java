package io.stardust.server.eureka;

import io.avaje.jsonb.Json;
import io.stardust.server.eureka.Listing.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes answers as Eureka's own server writes JSON; its clients read no other field than these. */
final class EurekaJson {
    private static final Map<String, String> EMPTY = Map.of("@class", "java.util.Collections$EmptyMap");
    private static final DataCenter OWN =
            new DataCenter("com.netflix.appinfo.InstanceInfo$DefaultDataCenterInfo", "MyOwn");

    private EurekaJson() {}

    static byte[] bytes(Listing listing) {
        List<App> apps = new ArrayList<>();
        listing.apps().forEach((name, entries) -> apps.add(app(name, entries)));
        return io.stardust.protocol.Json.PEOPLE.bytes(
                new Apps(new AppList(Long.toString(listing.version()), listing.hash(), apps)));
    }

    static byte[] bytes(String name, List<Entry> entries) {
        return io.stardust.protocol.Json.PEOPLE.bytes(new OneApp(app(name, entries)));
    }

    static byte[] bytes(Entry entry) {
        return io.stardust.protocol.Json.PEOPLE.bytes(new OneInstance(instance(entry)));
    }

    private static App app(String name, List<Entry> entries) {
        return new App(name, entries.stream().map(EurekaJson::instance).toList());
    }

    private static Instance instance(Entry entry) {
        EurekaInstance it = entry.instance();
        return new Instance(
                it.id(),
                it.host(),
                it.app(),
                it.ip(),
                it.status().name(),
                it.overridden().name(),
                new Port(it.port(), Boolean.toString(it.plain())),
                new Port(it.securePort(), Boolean.toString(it.secure())),
                1,
                OWN,
                new Lease(it.renewal(), it.duration(), it.registered(), it.renewed(), 0, it.registered()),
                it.metadata().isEmpty() ? EMPTY : it.metadata(),
                it.links().get("homePageUrl"),
                it.links().get("statusPageUrl"),
                it.links().get("healthCheckUrl"),
                it.links().get("secureHealthCheckUrl"),
                it.vip(),
                it.secureVip(),
                "false",
                Long.toString(it.updated()),
                Long.toString(it.dirty()),
                entry.action().name());
    }

    @Json
    record Apps(AppList applications) {}

    @Json
    record AppList(
            @Json.Property("versions__delta") String version,
            @Json.Property("apps__hashcode") String hash,
            @Json.Property("application") List<App> apps) {}

    @Json
    record OneApp(App application) {}

    @Json
    record App(String name, @Json.Property("instance") List<Instance> instances) {}

    @Json
    record OneInstance(Instance instance) {}

    @Json
    record Port(
            @Json.Property("$") int number,
            @Json.Property("@enabled") String enabled) {}

    @Json
    record DataCenter(@Json.Property("@class") String type, String name) {}

    @Json
    record Lease(
            int renewalIntervalInSecs,
            int durationInSecs,
            long registrationTimestamp,
            long lastRenewalTimestamp,
            long evictionTimestamp,
            long serviceUpTimestamp) {}

    @Json
    record Instance(
            String instanceId,
            String hostName,
            String app,
            String ipAddr,
            String status,
            String overriddenStatus,
            Port port,
            Port securePort,
            int countryId,
            DataCenter dataCenterInfo,
            Lease leaseInfo,
            Map<String, String> metadata,
            @Nullable String homePageUrl,
            @Nullable String statusPageUrl,
            @Nullable String healthCheckUrl,
            @Nullable String secureHealthCheckUrl,
            String vipAddress,
            @Nullable String secureVipAddress,
            String isCoordinatingDiscoveryServer,
            String lastUpdatedTimestamp,
            String lastDirtyTimestamp,
            String actionType) {}
}
