package io.stardust.bench;

import io.stardust.api.rollout.NewRollout;
import io.stardust.bench.Main.Load;
import io.stardust.bench.Main.Result;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Rollback of a 60 MB package on one agent, from the request until the process of the release before runs. The agent
 * keeps the release, so nothing travels. Bound: 2 s for the slowest of ten.
 */
final class Rollback implements Load {
    private static final int TIMES = 10;

    @Override
    public Result run(Path launcher) throws Exception {
        List<Double> took = new ArrayList<>();
        try (var stack = new Stack(launcher).startServer().signIn().startAgent()) {
            long deployment = stack.deployment("big");
            Path pid = stack.folder().resolve("big.pid");
            stack.post(
                    "/deployments/" + deployment + "/placements",
                    Map.of("nodeId", stack.nodeId(), "environments", "PIDFILE=" + pid));
            long latest = 0;
            for (int version = 1; version <= 2; version++) {
                Path zip = Publish.zip(stack.folder().resolve("big.zip"), version, pid);
                latest = stack.upload(deployment, version, zip).id();
                publish(stack, deployment, latest);
                awaitVersion(pid, version);
            }
            for (int i = 0; i < TIMES; i++) {
                if (i > 0) { // what the last rollback undid
                    publish(stack, deployment, latest);
                    awaitVersion(pid, 2);
                }
                long begun = System.nanoTime();
                stack.post("/deployments/" + deployment + "/rollback", NewRollout.of(null, null, null));
                awaitVersion(pid, 1);
                took.add((System.nanoTime() - begun) / 1e6);
            }
        }
        System.out.println("rollback ms " + Figures.spread(took) + ": " + Figures.inOrder(took));
        double worst = Figures.quantile(took, 1);
        return new Result(
                worst <= 2_000,
                String.format(Locale.ROOT, "median %.0f ms, worst %.0f ms", Figures.median(took), worst));
    }

    private static void publish(Stack stack, long deployment, long release) throws Exception {
        stack.post("/rollouts", NewRollout.of(deployment, release, null));
    }

    private static void awaitVersion(Path pid, int version) throws Exception {
        String text = String.valueOf(version);
        Stack.await("release " + version + " runs", Duration.ofSeconds(60), () -> text.equals(Publish.read(pid)));
    }
}
