package io.stardust.protocol.node;

import io.avaje.jsonb.Json;
import java.util.List;
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
 * @param driveInfo {@code /[ext4]=50.00G/100.00G}, free and total of each disk, comma list.
 * @param macs Comma list, {@code 02-00-00-00-00-01}.
 * @param framework Comma list of installed runtimes.
 * @param gateway {@code ip/mac}.
 * @param dns Comma list.
 * @param processes Names of what runs, each once, comma list.
 * @param signal Of the wireless network, 0..100.
 * @param intranetScore 0..1, how well the gateway answers; 0 = not measured.
 * @param internetScore 0..1, three tenths the name server, seven tenths the server; 0 = not measured.
 * @param diskIops Reads and writes per second.
 * @param diskActiveTime 0..100 % of the time, of the busiest disk.
 * @param gatewayLatency ms to its answer; 0 = it never answered.
 * @param gatewayLossRate 0..1 of the questions asked lately.
 * @param dnsLatency As of the gateway, of the first name server.
 * @param dnsLossRate As of the gateway.
 * @param serverLatency As of the gateway, of the server this heartbeat goes to.
 * @param serverLossRate As of the gateway.
 * @param top Ours: the processes that use most; absent from others.
 * @param apps Ours: what the processes of the placements use; absent from others.
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
        @Json.Property("DesiredRevision") long desiredRevision,
        @Json.Property("DriveInfo") @Nullable String driveInfo,
        @Json.Property("Macs") @Nullable String macs,
        @Json.Property("Framework") @Nullable String framework,
        @Json.Property("Gateway") @Nullable String gateway,
        @Json.Property("Dns") @Nullable String dns,
        @Json.Property("Processes") @Nullable String processes,
        @Json.Property("Signal") int signal,
        @Json.Property("IntranetScore") double intranetScore,
        @Json.Property("InternetScore") double internetScore,
        @Json.Property("DiskIOPS") int diskIops,
        @Json.Property("DiskActiveTime") double diskActiveTime,
        @Json.Property("GatewayLatency") double gatewayLatency,
        @Json.Property("GatewayLossRate") double gatewayLossRate,
        @Json.Property("DnsLatency") double dnsLatency,
        @Json.Property("DnsLossRate") double dnsLossRate,
        @Json.Property("ServerLatency") double serverLatency,
        @Json.Property("ServerLossRate") double serverLossRate,
        @Json.Property("Top") @Nullable List<ProcessUse> top,
        @Json.Property("Apps") @Nullable List<AppUse> apps) {}
