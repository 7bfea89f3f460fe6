package io.stardust.api.node;

import io.avaje.jsonb.Json;
import io.stardust.api.Given;
import io.stardust.protocol.node.PingInfo;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A heartbeat, see {@link PingInfo}. Sizes are bytes, rates 0..1, latencies ms; what is unknown is 0 or absent.
 *
 * @param diskActive share of the time in which the busiest disk had something to do
 * @param processNames what runs, each name once, comma list
 * @param clockOffset how far the node's clock is ahead of ours, ms; null when it is not known
 * @param disks every disk the agent told of
 * @param processes those that use most
 */
@Json
public record MetricsView(
        long memory,
        long availableMemory,
        long freeMemory,
        long totalSize,
        long availableFreeSpace,
        double cpuRate,
        double temperature,
        double battery,
        long uplinkSpeed,
        long downlinkSpeed,
        @Nullable String ip,
        long uptime,
        long time,
        int delay,
        int processCount,
        int tcpConnections,
        int tcpTimeWait,
        int tcpCloseWait,
        double systemLoad,
        long desiredRevision,
        @Nullable String macs,
        @Nullable String framework,
        @Nullable String gateway,
        @Nullable String dns,
        @Nullable String processNames,
        int signal,
        double intranetScore,
        double internetScore,
        int diskIops,
        double diskActive,
        double gatewayLatency,
        double gatewayLossRate,
        double dnsLatency,
        double dnsLossRate,
        double serverLatency,
        double serverLossRate,
        @Nullable Long clockOffset,
        List<DiskView> disks,
        List<ProcessView> processes) {
    public MetricsView {
        disks = Given.list(disks);
        processes = Given.list(processes);
    }

    /** A process; {@code cpu} in shares of one processor, {@code memory} resident bytes. */
    @Json
    public record ProcessView(String name, long pid, double cpu, long memory) {}
}
