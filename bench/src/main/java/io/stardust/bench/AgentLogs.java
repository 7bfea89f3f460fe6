package io.stardust.bench;

import io.stardust.api.logs.LogHistogram;
import io.stardust.bench.Main.Load;
import io.stardust.bench.Main.Result;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/**
 * What an agent uses while it sends what 20 apps print over TLS: 1 MB a second in all, lines of about 200 bytes.
 * Bounds: 3 % of a core, 64 MB.
 */
final class AgentLogs implements Load {
    private static final int CHILDREN = 20;
    private static final int BYTES = 50_000; // of each in a second
    private static final Duration SETTLING = Duration.ofSeconds(60);
    private static final Duration COUNTED = Duration.ofSeconds(60);

    @Override
    public Result run(Path launcher) throws Exception {
        try (var stack = new Stack(launcher).startServer().signIn();
                var door = new TlsDoor(stack.folder(), stack.uri("").getPort())) {
            stack.startAgent(door.address(), "--tls.trust", door.certificate().toString());
            new Children(stack.folder(), CHILDREN, lines()).deployTo(stack);
            Thread.sleep(SETTLING);
            double before = Figures.cpuSeconds(stack.agentPid());
            double bytes = stored(stack);
            long begun = System.nanoTime();
            Thread.sleep(COUNTED);
            double seconds = (System.nanoTime() - begun) / 1e9;
            double cpu = (Figures.cpuSeconds(stack.agentPid()) - before) / seconds * 100;
            double rate = (stored(stack) - bytes) / seconds / 1e6;
            double memory = Figures.residentMb(stack.agentPid());
            return new Result(
                    cpu <= 3 && memory <= 64 && rate >= 0.9,
                    String.format(
                            Locale.ROOT,
                            "%.2f MB/s of %d apps sent, %.1f %% of a core, %.1f MB, bound 3 %% and 64 MB, ratio %.2f and %.2f",
                            rate,
                            CHILDREN,
                            cpu,
                            memory,
                            cpu / 3,
                            memory / 64));
        }
    }

    private static byte[] lines() {
        var lines = new LogLines(7, System.currentTimeMillis(), 1);
        var bytes = new ByteArrayOutputStream();
        while (bytes.size() < BYTES) {
            lines.next();
            bytes.write(lines.text(), 0, lines.length());
            bytes.write('\n');
        }
        return bytes.toByteArray();
    }

    /** Of messages of the last hour; about. */
    private static double stored(Stack stack) throws Exception {
        long now = System.currentTimeMillis();
        String span = "from=%d&to=%d".formatted(now - Duration.ofHours(1).toMillis(), now + 60_000);
        LogHistogram all = stack.get("/logs/histogram?buckets=1&" + span, LogHistogram.class);
        return all.total() * LogLines.MEAN;
    }
}
