package io.stardust.bench;

import io.stardust.bench.Main.Load;
import io.stardust.bench.Main.Result;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/** Resident memory of an agent that guards 20 small children, beside supervisord with the same. Bound: 48 MB. */
final class AgentMemory implements Load {
    private static final int CHILDREN = 20;

    @Override
    public Result run(Path launcher) throws Exception {
        double ours;
        try (var stack = new Stack(launcher).startServer().signIn().startAgent()) {
            new Children(stack.folder(), CHILDREN).deployTo(stack);
            long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
            Stack.await("it idles", Duration.ofSeconds(11), () -> System.nanoTime() > end);
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
                ours <= 48,
                String.format(Locale.ROOT, "%.1f MB, supervisord %.1f MB, ratio %.2f", ours, peer, ours / peer));
    }
}
