package io.stardust.server.node;

import io.stardust.protocol.Envelope;
import io.stardust.protocol.Printable;
import io.stardust.protocol.node.LoginInfo;
import io.stardust.protocol.node.NodeInfo;
import io.stardust.protocol.node.PingInfo;
import io.stardust.protocol.node.ProcessUse;
import io.stardust.server.http.Check;
import org.jspecify.annotations.Nullable;

/** Takes what a stranger sends and cuts it to what is kept. */
final class NodeFields {
    private static final int NAME = 100;
    private static final int SHORT = 200;
    private static final int LONG = 2_000;
    private static final int PLUGINS = 100;
    private static final int TOP = 20;

    private NodeFields() {}

    /**
     * Refuses a name that may not be shown as it is. Facts are only cleaned: firmware fills serial numbers with all
     * kinds of characters, and that is no reason to keep a node out.
     */
    static void requirePrintable(String field, @Nullable String name) {
        if (name == null || Printable.is(name.trim())) return;
        throw new Envelope.Refused(
                Envelope.BAD_REQUEST,
                field + ": " + bounded(name, SHORT) + " (expected: no control characters and none that turn text)");
    }

    /**
     * Returns the text on one line (see {@link Printable}) without blanks around it, cut at {@code max} characters;
     * empty when absent.
     */
    static String bounded(@Nullable String text, int max) {
        if (text == null) return "";
        String trimmed = Printable.line(text.trim());
        return Check.cut(trimmed, max);
    }

    private static @Nullable String cut(@Nullable String text, int max) {
        return text == null ? null : bounded(text, max);
    }

    /** Host name, else address. */
    static String name(NodeInfo machine, String address) {
        String name = bounded(machine.machineName(), NAME);
        return name.isEmpty() ? bounded(address, NAME) : name;
    }

    /** Very old clients do not say who they are; the folder tells (upstream's NodeService.CheckProduct). */
    static String product(LoginInfo login, NodeInfo machine) {
        String product = bounded(login.productCode(), 50);
        if (!product.isEmpty()) return product;
        String path = machine.installPath() == null ? "" : machine.installPath();
        if (path.contains("CrazyCoder")) return "CrazyCoder";
        return path.contains("XCoder") ? "XCoder" : "";
    }

    static NodeInfo bounded(NodeInfo m) {
        return new NodeInfo(
                cut(m.version(), 50),
                cut(m.compile(), 50),
                cut(m.osName(), SHORT),
                cut(m.osVersion(), SHORT),
                cut(m.architecture(), 50),
                cut(m.machineName(), SHORT),
                cut(m.userName(), SHORT),
                cut(m.ip(), SHORT),
                cut(m.gateway(), SHORT),
                cut(m.dns(), SHORT),
                m.processorCount(),
                m.memory(),
                m.availableMemory(),
                m.freeMemory(),
                m.totalSize(),
                m.availableFreeSpace(),
                cut(m.driveInfo(), LONG),
                m.maxOpenFiles(),
                cut(m.clibVersion(), SHORT),
                cut(m.product(), SHORT),
                cut(m.vendor(), SHORT),
                cut(m.processor(), SHORT),
                cut(m.uuid(), SHORT),
                cut(m.machineGuid(), SHORT),
                cut(m.serialNumber(), SHORT),
                cut(m.board(), SHORT),
                cut(m.diskId(), LONG),
                cut(m.macs(), LONG),
                cut(m.installPath(), LONG),
                cut(m.runtime(), SHORT),
                cut(m.framework(), LONG),
                cut(m.timeZone(), SHORT),
                cut(m.time(), 50),
                m.driveSize(),
                cut(m.dpi(), 50),
                cut(m.resolution(), 50),
                cut(m.gpu(), SHORT),
                m.plugins() == null
                        ? null
                        : m.plugins().stream()
                                .limit(PLUGINS)
                                .map(name -> bounded(name, SHORT))
                                .toList());
    }

    static PingInfo bounded(PingInfo p) {
        return new PingInfo(
                p.memory(),
                p.availableMemory(),
                p.freeMemory(),
                p.totalSize(),
                p.availableFreeSpace(),
                number(p.cpuRate()),
                number(p.temperature()),
                number(p.battery()),
                p.uplinkSpeed(),
                p.downlinkSpeed(),
                cut(p.ip(), SHORT),
                p.uptime(),
                p.time(),
                p.delay(),
                p.processCount(),
                p.tcpConnections(),
                p.tcpTimeWait(),
                p.tcpCloseWait(),
                number(p.systemLoad()),
                p.desiredRevision(),
                cut(p.driveInfo(), LONG),
                cut(p.macs(), LONG),
                cut(p.framework(), LONG),
                cut(p.gateway(), SHORT),
                cut(p.dns(), SHORT),
                cut(p.processes(), LONG),
                p.signal(),
                number(p.intranetScore()),
                number(p.internetScore()),
                p.diskIops(),
                number(p.diskActiveTime()),
                number(p.gatewayLatency()),
                number(p.gatewayLossRate()),
                number(p.dnsLatency()),
                number(p.dnsLossRate()),
                number(p.serverLatency()),
                number(p.serverLossRate()),
                p.top() == null
                        ? null
                        : p.top().stream()
                                .limit(TOP)
                                .map(use -> new ProcessUse(
                                        bounded(use.name(), NAME), use.pid(), number(use.cpu()), use.memory()))
                                .toList(),
                null); // of apps the newest word alone counts, see Presence
    }

    /** What is no number could not be told to people. */
    private static double number(double value) {
        return Double.isFinite(value) ? value : 0;
    }
}
