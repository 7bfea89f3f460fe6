package io.stardust.bench;

import io.stardust.bench.Main.Load;
import io.stardust.bench.Main.Result;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/**
 * Resident memory of an agent that guards 20 small children, beside supervisord with the same, and what it uses of the
 * processor in a minute in which nothing happens. Bounds: 48 MB, 0.5 % of a core.
 */
final class AgentMemory implements Load {
    private static final int CHILDREN = 20;
    private static final Duration SETTLING = Duration.ofSeconds(10);
    private static final Duration IDLE = Duration.ofSeconds(60);

    @Override
    public Result run(Path launcher) throws Exception {
        double ours;
        double cpu;
        try (var stack = new Stack(launcher).startServer().signIn().startAgent()) {
            new Children(stack.folder(), CHILDREN).deployTo(stack);
            idle(SETTLING);
            double before = Figures.cpuSeconds(stack.agentPid());
            idle(IDLE);
            cpu = (Figures.cpuSeconds(stack.agentPid()) - before) / IDLE.toSeconds() * 100;
            ours = Figures.residentMb(stack.agentPid());
        }
        double peer = Double.NaN;
        var supervisord = Peers.supervisord(CHILDREN);
        if (supervisord.isPresent()) {
            try (var running = supervisord.get()) {
                peer = running.residentMb();
            }
        }
        return new Result(
                ours <= 48 && cpu <= 0.5,
                String.format(
                        Locale.ROOT,
                        "%.1f MB and %.2f %% of a core, supervisord %.1f MB, ratio %.2f",
                        ours,
                        cpu,
                        peer,
                        ours / peer));
    }

    private static void idle(Duration time) throws Exception {
        long end = System.nanoTime() + time.toNanos();
        Stack.await("it idles", time.plusSeconds(1), () -> System.nanoTime() > end);
    }
}
