package io.stardust.protocol.node;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/**
 * A heartbeat (upstream PingInfo). Sizes in bytes, rates 0..1, latencies in ms; absent = 0.
 *
 * @param cpuRate 0..1 over all processors.
 * @param temperature Degrees Celsius.
 * @param battery 0..1.
 * @param uplinkSpeed Bytes per second.
 * @param downlinkSpeed Bytes per second.
 * @param ip Comma list.
 * @param uptime Seconds since the machine started.
 * @param time Client's clock, epoch ms; may be old when a queued heartbeat is replayed.
 * @param delay Last round trip, ms.
 * @param tcpConnections Established.
 * @param systemLoad Load over one minute.
 * @param desiredRevision Ours: the largest revision of the desired state that the agent has acted on; 0 from others.
 */
@Json(caseInsensitiveKeys = true)
public record PingInfo(
        @Json.Property("Memory") long memory,
        @Json.Property("AvailableMemory") long availableMemory,
        @Json.Property("FreeMemory") long freeMemory,
        @Json.Property("TotalSize") long totalSize,
        @Json.Property("AvailableFreeSpace") long availableFreeSpace,
        @Json.Property("CpuRate") double cpuRate,
        @Json.Property("Temperature") double temperature,
        @Json.Property("Battery") double battery,
        @Json.Property("UplinkSpeed") long uplinkSpeed,
        @Json.Property("DownlinkSpeed") long downlinkSpeed,
        @Json.Property("IP") @Nullable String ip,
        @Json.Property("Uptime") long uptime,
        @Json.Property("Time") long time,
        @Json.Property("Delay") int delay,
        @Json.Property("ProcessCount") int processCount,
        @Json.Property("TcpConnections") int tcpConnections,
        @Json.Property("TcpTimeWait") int tcpTimeWait,
        @Json.Property("TcpCloseWait") int tcpCloseWait,
        @Json.Property("SystemLoad") double systemLoad,
        @Json.Property("DesiredRevision") long desiredRevision) {}
