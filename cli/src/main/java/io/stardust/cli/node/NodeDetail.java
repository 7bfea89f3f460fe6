package io.stardust.cli.node;

import io.avaje.jsonb.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A node with what its agent last said. */
@Json
record NodeDetail(
        Node node, @Nullable Hardware info, @Nullable Load latest) {
    /** What the machine is. Memory and disk in bytes. */
    @Json
    record Hardware(
            @Nullable String processor,
            @Nullable Integer processorCount,
            @Nullable Long memory,
            @Nullable Long totalSize,
            @Nullable String runtime,
            @Nullable String userName) {}

    /** How it fares. Memory, disk and speeds in bytes, rates and scores from 0 to 1, latencies in ms, uptime in s. */
    @Json
    record Load(
            @Nullable Double cpuRate,
            @Nullable Long availableMemory,
            @Nullable Long availableFreeSpace,
            @Nullable Long uptime,
            @Nullable Double systemLoad,
            @Nullable Long uplinkSpeed,
            @Nullable Long downlinkSpeed,
            @Nullable Long processCount,
            @Nullable Long tcpConnections,
            @Nullable Double temperature,
            @Nullable Long diskIops,
            @Nullable Double diskActive,
            @Nullable Double gatewayLatency,
            @Nullable Double gatewayLossRate,
            @Nullable Double dnsLatency,
            @Nullable Double dnsLossRate,
            @Nullable Double serverLatency,
            @Nullable Double serverLossRate,
            @Nullable Double intranetScore,
            @Nullable Double internetScore,
            @Nullable Long clockOffset,
            @Nullable List<Disk> disks,
            @Nullable List<Busy> processes) {}

    /** A disk; bytes. */
    @Json
    record Disk(String mount, @Nullable String type, long total, long free) {}

    /** A process that uses much: shares of one processor, bytes. */
    @Json
    record Busy(String name, long pid, double cpu, long memory) {}
}
