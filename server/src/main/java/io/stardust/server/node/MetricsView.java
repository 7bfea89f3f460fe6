package io.stardust.server.node;

import io.avaje.jsonb.Json;
import io.stardust.protocol.node.PingInfo;
import io.stardust.protocol.node.ProcessUse;
import io.stardust.server.node.view.DiskView;
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
        disks = List.copyOf(disks);
        processes = List.copyOf(processes);
    }

    /** A process; {@code cpu} in shares of one processor, {@code memory} resident bytes. */
    @Json
    public record ProcessView(String name, long pid, double cpu, long memory) {
        private static ProcessView of(ProcessUse use) {
            return new ProcessView(NodeFields.bounded(use.name(), 100), use.pid(), use.cpu(), use.memory());
        }
    }

    static MetricsView of(PingInfo ping, @Nullable Long clockOffset) {
        return new MetricsView(
                ping.memory(),
                ping.availableMemory(),
                ping.freeMemory(),
                ping.totalSize(),
                ping.availableFreeSpace(),
                ping.cpuRate(),
                ping.temperature(),
                ping.battery(),
                ping.uplinkSpeed(),
                ping.downlinkSpeed(),
                ping.ip(),
                ping.uptime(),
                ping.time(),
                ping.delay(),
                ping.processCount(),
                ping.tcpConnections(),
                ping.tcpTimeWait(),
                ping.tcpCloseWait(),
                ping.systemLoad(),
                ping.desiredRevision(),
                ping.macs(),
                ping.framework(),
                ping.gateway(),
                ping.dns(),
                ping.processes(),
                ping.signal(),
                ping.intranetScore(),
                ping.internetScore(),
                ping.diskIops(),
                ping.diskActiveTime() / 100,
                ping.gatewayLatency(),
                ping.gatewayLossRate(),
                ping.dnsLatency(),
                ping.dnsLossRate(),
                ping.serverLatency(),
                ping.serverLossRate(),
                clockOffset,
                DiskView.all(ping.driveInfo()),
                ping.top() == null
                        ? List.of()
                        : ping.top().stream().map(ProcessView::of).toList());
    }
}
