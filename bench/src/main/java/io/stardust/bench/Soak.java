package io.stardust.bench;

import io.stardust.api.rollout.NewRollout;
import io.stardust.api.rollout.RolloutView;
import io.stardust.bench.Main.Load;
import io.stardust.bench.Main.Result;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Half an hour of an agent that guards 20 children, which together write 10 MB of output a second. Its resident memory
 * is read every 10 s. Of the last two thirds (the first is warming up) the slope of the line through them must stay
 * below 1 MB an hour, and all of them below 48 MB; the highest of the first third, with the installs in it, is told.
 */
final class Soak implements Load {
    private static final int CHILDREN = 20;
    private static final int SECONDS = Integer.getInteger("stardust.soak.seconds", 1_800);
    private static final int EVERY = 10;
    /** 512 KB a second each: 8 writes of 64 KB. */
    private static final String SCRIPT = """
            #!/bin/sh
            line=$(head -c 1023 /dev/zero | tr '\\0' 'x')
            block=$(i=0; while [ $i -lt 64 ]; do echo "$line"; i=$((i + 1)); done)
            while :; do
                for i in 1 2 3 4 5 6 7 8; do echo "$block"; done
                sleep 1
            done
            """;

    @Override
    public boolean onlyByName() {
        return true;
    }

    @Override
    public Result run(Path launcher) throws Exception {
        List<Double> memory = new ArrayList<>();
        double cpu;
        try (var stack = new Stack(launcher).startServer().signIn().startAgent()) {
            deploy(stack);
            long pid = stack.agentPid();
            double before = Figures.cpuSeconds(pid);
            long begun = System.nanoTime();
            for (int i = 1; i <= SECONDS / EVERY; i++) {
                long next = begun + Duration.ofSeconds((long) i * EVERY).toNanos();
                Stack.await("the next reading", Duration.ofSeconds(EVERY + 5L), () -> System.nanoTime() >= next);
                memory.add(Figures.residentMb(pid));
                if (i % 30 == 0) System.out.printf(Locale.ROOT, "after %d s: %.1f MB%n", i * EVERY, memory.getLast());
            }
            cpu = (Figures.cpuSeconds(pid) - before) / SECONDS;
        }
        List<Double> steady = memory.subList(memory.size() / 3, memory.size());
        double slope = slope(steady) * 3_600 / EVERY;
        double most = Figures.quantile(steady, 1);
        return new Result(
                slope <= 1 && most <= 48,
                String.format(
                        Locale.ROOT,
                        "%+.2f MB an hour, at most %.1f MB, %.1f MB while warming up, %.2f %% of a core while 10 MB/s are written",
                        slope,
                        most,
                        Figures.quantile(memory.subList(0, memory.size() / 3), 1),
                        cpu * 100));
    }

    private static void deploy(Stack stack) throws Exception {
        Path zip = stack.folder().resolve("chatter.zip");
        try (OutputStream out = Files.newOutputStream(zip);
                var entries = new ZipOutputStream(out)) {
            entries.putNextEntry(new ZipEntry("chatter.sh"));
            entries.write(SCRIPT.getBytes(StandardCharsets.UTF_8));
        }
        long deployment = stack.deployment("chatter");
        stack.upload(deployment, 1, zip);
        long node = stack.nodeId();
        for (int i = 1; i <= CHILDREN; i++) {
            stack.post(
                    "/deployments/" + deployment + "/placements", Map.of("nodeId", node, "deployName", "chatter" + i));
        }
        long rollout = stack.post("/rollouts", NewRollout.of(deployment, null, null), RolloutView.class)
                .id();
        Stack.await(
                "all write",
                Duration.ofSeconds(60),
                () -> stack.get("/rollouts/" + rollout, RolloutView.class)
                        .status()
                        .equals("done"));
    }

    /** Of the line through the values (least squares), per step. */
    private static double slope(List<Double> values) {
        double meanX = (values.size() - 1) / 2.0;
        double meanY =
                values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
        double above = 0;
        double below = 0;
        for (int i = 0; i < values.size(); i++) {
            above += (i - meanX) * (values.get(i) - meanY);
            below += (i - meanX) * (i - meanX);
        }
        return above / below;
    }
}
