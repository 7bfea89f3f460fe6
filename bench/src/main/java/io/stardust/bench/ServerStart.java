package io.stardust.bench;

import io.stardust.bench.Main.Load;
import io.stardust.bench.Main.Result;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Time from exec to healthy and idle memory of a fresh server that nobody has signed in to: a password's hash is meant
 * to cost time and memory. Bound: 1.0 s and 150 MB.
 */
final class ServerStart implements Load {
    @Override
    public Result run(Path launcher) throws Exception {
        List<Double> starts = new ArrayList<>();
        List<Double> memory = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            try (var stack = new Stack(launcher).startServer(new String[0])) {
                if (i == 0) continue; // the page cache is cold
                starts.add(stack.serverReadyMs());
                long end = System.nanoTime() + Duration.ofSeconds(2).toNanos();
                Stack.await("it idles", Duration.ofSeconds(3), () -> System.nanoTime() > end);
                memory.add(Figures.residentMb(stack.serverPid()));
            }
        }
        double start = Figures.median(starts);
        double mb = Figures.median(memory);
        System.out.println("start ms " + Figures.spread(starts) + ", idle MB " + Figures.spread(memory));
        return new Result(
                start <= 1_000 && mb <= 150,
                String.format(
                        Locale.ROOT,
                        "%.0f ms and %.0f MB, bound 1000 ms and 150 MB, ratio %.2f and %.2f",
                        start,
                        mb,
                        start / 1_000,
                        mb / 150));
    }
}
