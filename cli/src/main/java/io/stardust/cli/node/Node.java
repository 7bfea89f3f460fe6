package io.stardust.cli.node;

import io.avaje.jsonb.Json;
import io.stardust.cli.http.Named;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A machine with an agent. Times are epoch ms. */
@Json
public record Node(
        long id,
        String code,
        String name,
        @Nullable Long projectId,
        String status,
        @Nullable Long since,
        boolean enabled,
        boolean approved,
        @Nullable String version,
        @Nullable String osName,
        @Nullable String architecture,
        @Nullable String ip,
        @Nullable String machineName,
        @Nullable Map<String, String> labels,
        @Nullable Long lastSeenAt,
        @Nullable Long createdAt,
        long revision,
        boolean longLink,
        boolean foreign,
        @Nullable String channel,
        @Nullable Load load,
        @Nullable @Json.Property("clone") Twin twin)
        implements Named {
    /** What it uses, bytes; 0 = not known. */
    @Json
    public record Load(
            double cpuRate,
            long memory,
            long availableMemory,
            long totalSize,
            long availableFreeSpace,
            int processCount) {
        String cpu() {
            return Math.round(cpuRate * 100) + "%";
        }

        String memoryUsed() {
            return share(memory, availableMemory);
        }

        String diskUsed() {
            return share(totalSize, availableFreeSpace);
        }

        private static String share(long all, long free) {
            return all <= 0 ? "" : (all - free) * 100 / all + "%";
        }
    }

    /** Other machines that use its identity now. */
    @Json
    public record Twin(long since, List<String> others) {}

    Node named(String word) {
        return new Node(
                id,
                code,
                word,
                projectId,
                status,
                since,
                enabled,
                approved,
                version,
                osName,
                architecture,
                ip,
                machineName,
                labels,
                lastSeenAt,
                createdAt,
                revision,
                longLink,
                foreign,
                channel,
                load,
                twin);
    }
}
