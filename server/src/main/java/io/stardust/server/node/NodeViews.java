package io.stardust.server.node;

import io.stardust.api.node.DiskView;
import io.stardust.api.node.LoadView;
import io.stardust.api.node.MachineView;
import io.stardust.api.node.MetricsView;
import io.stardust.api.node.MetricsView.ProcessView;
import io.stardust.protocol.node.NodeInfo;
import io.stardust.protocol.node.PingInfo;
import io.stardust.protocol.node.ProcessUse;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says what people see of what agents tell of their machines. Pure functions. */
final class NodeViews {
    private static final double GB = 1 << 30;

    private NodeViews() {}

    static MachineView machine(NodeInfo info) {
        return new MachineView(
                info.version(),
                info.compile(),
                info.osName(),
                info.osVersion(),
                info.architecture(),
                info.machineName(),
                info.userName(),
                info.ip(),
                info.gateway(),
                info.dns(),
                info.processorCount(),
                info.memory(),
                info.availableMemory(),
                info.freeMemory(),
                info.totalSize(),
                info.availableFreeSpace(),
                info.driveInfo(),
                info.maxOpenFiles(),
                info.clibVersion(),
                info.product(),
                info.vendor(),
                info.processor(),
                info.uuid(),
                info.machineGuid(),
                info.serialNumber(),
                info.board(),
                info.diskId(),
                info.macs(),
                info.installPath(),
                info.runtime(),
                info.framework(),
                info.timeZone(),
                info.time(),
                info.driveSize(),
                info.dpi(),
                info.resolution(),
                info.gpu());
    }

    static LoadView load(PingInfo ping) {
        return new LoadView(
                ping.cpuRate(),
                ping.memory(),
                ping.availableMemory(),
                ping.totalSize(),
                ping.availableFreeSpace(),
                ping.processCount());
    }

    static MetricsView metrics(PingInfo ping, @Nullable Long clockOffset) {
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
                disks(ping.driveInfo()),
                ping.top() == null
                        ? List.of()
                        : ping.top().stream().map(NodeViews::process).toList());
    }

    private static ProcessView process(ProcessUse use) {
        return new ProcessView(NodeFields.bounded(use.name(), 100), use.pid(), use.cpu(), use.memory());
    }

    /** Reads upstream's {@code /[ext4]=50.00G/100.00G,/data[xfs]=…}; what is written otherwise is left out. */
    static List<DiskView> disks(@Nullable String driveInfo) {
        List<DiskView> disks = new ArrayList<>();
        if (driveInfo == null) return disks;
        for (String part : driveInfo.split(",", 100)) {
            int equals = part.lastIndexOf('=');
            int open = part.lastIndexOf('[', Math.max(equals, 0));
            int close = part.lastIndexOf(']', Math.max(equals, 0));
            int slash = part.indexOf('/', Math.max(equals, 0));
            if (equals < 0 || slash < 0) continue;
            boolean typed = open >= 0 && close > open;
            disks.add(new DiskView(
                    part.substring(0, typed ? open : equals).trim(),
                    typed ? part.substring(open + 1, close) : "",
                    bytes(part.substring(slash + 1)),
                    bytes(part.substring(equals + 1, slash))));
        }
        return disks;
    }

    private static long bytes(String text) {
        String number = text.trim();
        if (number.endsWith("G")) number = number.substring(0, number.length() - 1);
        try {
            return Math.max(0, Math.round(Double.parseDouble(number) * GB));
        } catch (NumberFormatException _) {
            return 0;
        }
    }
}
