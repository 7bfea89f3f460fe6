package io.stardust.bench;

import io.stardust.bench.Main.Load;
import io.stardust.bench.Main.Result;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * kill -9 of a child until the new process runs, once for each of 100 children; then the same for adopted processes;
 * beside runit and supervisord with 20. Bound: median 8 ms, p99 25 ms; adopted p99 50 ms.
 */
final class Restart implements Load {
    private static final int CHILDREN = 100;
    private static final int PEER_CHILDREN = 20;
    private static final Duration SPACING = Duration.ofMillis(400);

    @Override
    public Result run(Path launcher) throws Exception {
        List<Double> ours;
        List<Double> adopted;
        try (var stack = new Stack(launcher).startServer().signIn().startAgent()) {
            var children = new Children(stack.folder(), CHILDREN);
            children.deployTo(stack);
            ours = children.kill(CHILDREN, SPACING);
            stack.killAgent();
            stack.startAgent();
            adopted = children.kill(CHILDREN, SPACING);
        }
        System.out.println("stardust ms " + Figures.spread(ours) + ": " + Figures.inOrder(ours));
        System.out.println("adopted ms " + Figures.spread(adopted) + ": " + Figures.inOrder(adopted));
        double runit = peer("runit", Peers.runit(PEER_CHILDREN), 20, Duration.ofMillis(1_200));
        double supervisord = peer("supervisord", Peers.supervisord(PEER_CHILDREN), 5, Duration.ofMillis(300));
        double median = Figures.median(ours);
        double p99 = Figures.quantile(ours, 0.99);
        double adoptedP99 = Figures.quantile(adopted, 0.99);
        return new Result(
                median <= 8 && p99 <= 25 && adoptedP99 <= 50,
                String.format(
                        Locale.ROOT,
                        "median %.1f ms p99 %.1f ms adopted p99 %.1f ms, runit %.1f ms supervisord %.0f ms, ratio %.2f and %.4f",
                        median,
                        p99,
                        adoptedP99,
                        runit,
                        supervisord,
                        median / runit,
                        median / supervisord));
    }

    private static double peer(String name, Optional<Peers.Running> peer, int kills, Duration spacing)
            throws Exception {
        if (peer.isEmpty()) return Double.NaN;
        try (var running = peer.get()) {
            List<Double> waits = running.children().kill(kills, spacing);
            System.out.println(name + " ms " + Figures.spread(waits));
            return Figures.median(waits);
        }
    }
}
