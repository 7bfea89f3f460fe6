package io.stardust.api.instance;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/**
 * One running process of an app as people see it. Times are epoch ms.
 *
 * @param client {@code ip@pid}, or {@code service@node}; unique within the app
 * @param ip its addresses, commas between them; absent when it told none
 * @param address where its login came from
 * @param nodeId the machine; absent: unknown
 * @param run the {@code STARDUST_RUN} that our agent started it with; absent: another started it
 * @param sdk true when it logged in by our SDK
 * @param linked true while its push channel is open
 * @param meters absent before its first heartbeat
 */
@Json
public record InstanceView(
        String client,
        @Nullable String ip,
        String address,
        @Nullable String version,
        @Nullable String scope,
        @Nullable String zone,
        @Nullable Long nodeId,
        @Nullable String node,
        @Nullable String run,
        boolean sdk,
        boolean linked,
        long since,
        long lastSeen,
        @Nullable Meters meters) {
    /** What it last said of itself: cores used, resident bytes, threads, open files. */
    @Json
    public record Meters(double cpu, long memory, int threads, int handles) {}
}
