package io.stardust.agent.host;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How busy the disks are, over the time between two looks; 0 in the first. Partitions and what lies on other disks
 * (loops, volumes) are left out, so that nothing counts twice. Not thread-safe.
 */
final class DiskActivity {
    private final Kernel kernel;
    private Map<String, Counts> before = Map.of();
    private long lookedAt;
    private int iops;
    private double active;

    DiskActivity(Kernel kernel) {
        this.kernel = kernel;
    }

    /** Since the machine started; {@code busyMs} is time with anything under way. */
    private record Counts(long transfers, long busyMs) {}

    /** Looks now. */
    void look(long nanos) {
        Map<String, Counts> now = new HashMap<>();
        for (String line : kernel.lines("proc/diskstats")) {
            // major minor name reads merged sectors ms writes merged sectors ms inFlight busyMs weightedMs …
            List<String> words = Kernel.words(line);
            if (words.size() < 14 || !isDisk(words.get(2))) continue;
            long transfers = Kernel.number(words.get(3)) + Kernel.number(words.get(7));
            now.put(words.get(2), new Counts(transfers, Kernel.number(words.get(12))));
        }
        double seconds = lookedAt == 0 ? 0 : (nanos - lookedAt) / 1e9;
        long transfers = 0;
        double busiest = 0;
        for (Map.Entry<String, Counts> each : now.entrySet()) {
            Counts was = before.get(each.getKey());
            if (was == null || seconds <= 0) continue;
            transfers += Math.max(0, each.getValue().transfers - was.transfers);
            busiest = Math.max(busiest, (each.getValue().busyMs - was.busyMs) / (seconds * 10)); // ms to %
        }
        iops = seconds <= 0 ? 0 : (int) Math.min(Math.round(transfers / seconds), Integer.MAX_VALUE);
        active = Latency.rounded(Math.clamp(busiest, 0, 100));
        before = now;
        lookedAt = nanos;
    }

    private boolean isDisk(String name) {
        return kernel.has("sys/block/" + name + "/device");
    }

    /** Reads and writes per second. */
    int iops() {
        return iops;
    }

    /** Per cent of the time in which the busiest disk had something to do. */
    double active() {
        return active;
    }
}
