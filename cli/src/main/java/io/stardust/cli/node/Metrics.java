package io.stardust.cli.node;

import io.stardust.api.node.DiskView;
import io.stardust.api.node.MetricsView;
import io.stardust.api.node.MetricsView.ProcessView;
import io.stardust.cli.terminal.Facts;
import io.stardust.cli.terminal.Words;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How a node fares, in words; what its agent did not measure is left out. */
final class Metrics {
    private static final int PROCESSES = 5;

    private Metrics() {}

    static void tell(Facts facts, MetricsView load) {
        facts.add("free memory", size(load.availableMemory()))
                .add("free disk", size(load.availableFreeSpace()))
                .add("processor use", percent(load.cpuRate()))
                .add("load", some(load.systemLoad()) == 0 ? null : number(some(load.systemLoad())))
                .add("network", speeds(load))
                .add("disk use", disk(load))
                .add("processes", load.processCount())
                .add("connections", load.tcpConnections())
                .add("temperature", some(load.temperature()) == 0 ? null : number(some(load.temperature())) + " °C")
                .add("gateway", answer(load.gatewayLatency(), load.gatewayLossRate(), load.intranetScore()))
                .add("name server", answer(load.dnsLatency(), load.dnsLossRate(), 0))
                .add("server", answer(load.serverLatency(), load.serverLossRate(), load.internetScore()))
                .add("uptime", load.uptime() == 0 ? null : Words.took(load.uptime() * 1000))
                .add("clock", clock(load.clockOffset()));
        for (DiskView each : load.disks()) {
            String type = each.type().isEmpty() ? "" : " " + each.type();
            facts.add(
                    "disk " + each.mount(),
                    "%s of %s free%s".formatted(Words.size(each.free()), Words.size(each.total()), type));
        }
        facts.add("busiest", busiest(load.processes()));
    }

    private static @Nullable String size(long bytes) {
        return bytes == 0 ? null : Words.size(bytes);
    }

    private static String percent(double rate) {
        return Math.round(rate * 100) + " %";
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    private static double some(double value) {
        return Math.max(0, value);
    }

    private static @Nullable String speeds(MetricsView load) {
        long up = load.uplinkSpeed();
        long down = load.downlinkSpeed();
        return up + down == 0 ? null : "%s/s up, %s/s down".formatted(Words.size(up), Words.size(down));
    }

    private static @Nullable String disk(MetricsView load) {
        if (load.diskIops() == 0) return null;
        return "%d operations/s, %s of the time".formatted(load.diskIops(), percent(load.diskActive()));
    }

    private static @Nullable String answer(double ms, double loss, double score) {
        boolean lost = some(loss) > 0;
        if (some(ms) == 0 && !lost) return null;
        String time = some(ms) > 0 ? number(some(ms)) + " ms" : "no answer";
        String rated = some(score) > 0 ? ", score " + percent(score) : "";
        return time + (lost ? ", " + percent(loss) + " lost" : "") + rated;
    }

    private static @Nullable String clock(@Nullable Long offset) {
        if (offset == null || Math.abs(offset) < 1_000) return null;
        return Words.took(Math.abs(offset)) + (offset > 0 ? " ahead" : " behind");
    }

    private static String busiest(List<ProcessView> processes) {
        return processes.stream()
                .limit(PROCESSES)
                .map(each -> "%s %d (%s, %s)"
                        .formatted(each.name(), each.pid(), percent(each.cpu()), Words.size(each.memory())))
                .collect(Collectors.joining(", "));
    }
}
