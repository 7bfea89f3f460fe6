package io.stardust.server.node;

import io.avaje.jsonb.Json;
import io.stardust.protocol.node.PingInfo;
import org.jspecify.annotations.Nullable;

/** A heartbeat, see {@link PingInfo}. Sizes are bytes, rates 0..1, latencies ms. */
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
        long desiredRevision) {
    static MetricsView of(PingInfo ping) {
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
                ping.desiredRevision());
    }
}
