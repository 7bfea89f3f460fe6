package io.stardust.bench;

import io.stardust.api.deploy.DeploymentView;
import io.stardust.api.rollout.NewRollout;
import io.stardust.api.rollout.RolloutView;
import io.stardust.bench.Main.Load;
import io.stardust.bench.Main.Result;
import io.stardust.protocol.Json;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Three providers of one service that the agent runs are published anew, one after another, while 50 consumers POST to
 * them at half of what the three carry, and try nothing again. Bound: no call fails, three times in a row, and a
 * publish takes at most 5 s longer than one that drains nothing.
 */
final class ZeroFail implements Load {
    private static final String SERVICE = "Stock";
    private static final int PROVIDERS = 3;
    private static final int CONSUMERS = 50;
    private static final int ROUNDS = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @Override
    public boolean onlyByName() {
        return true;
    }

    @Override
    public Result run(Path launcher) throws Exception {
        Path sample = launcher.resolveSibling("samples/target/stock-1.0.zip");
        try (var stack = new Stack(launcher).startServer().signIn().startAgent()) {
            List<Long> deployments = new ArrayList<>();
            for (int i = 0; i < PROVIDERS; i++) deployments.add(deployment(stack, "stock" + i));
            publish(stack, deployments, sample, 0);
            drainTimeout(stack, 0);
            List<Double> plain = publish(stack, deployments, sample, 1);
            drainTimeout(stack, 30);
            BenchApps app = BenchApps.make(stack, "callers");
            try (var callers = new Callers(stack, app, SERVICE, CONSUMERS)) {
                callers.await(PROVIDERS);
                callers.start();
                callers.rate(Duration.ofSeconds(5)); // all of it is compiled
                double most = callers.rate(Duration.ofSeconds(5));
                callers.pace(most / 2);
                long before = callers.done();
                List<Double> took = new ArrayList<>();
                for (int round = 1; round <= ROUNDS; round++) {
                    took.addAll(publish(stack, deployments, sample, 1 + round));
                    System.out.printf(
                            Locale.ROOT,
                            "round %d: %d failed of %d%n",
                            round,
                            callers.failed(),
                            callers.done() - before);
                }
                callers.failures().forEach((what, count) -> System.out.println(count + " x " + what));
                double more = Figures.median(took) - Figures.median(plain);
                System.out.println(
                        "publish ms, nothing drained: " + Figures.spread(plain) + ", drained: " + Figures.spread(took));
                return new Result(
                        callers.failed() == 0 && more <= 5_000,
                        String.format(
                                Locale.ROOT,
                                "%d failed of %d at %.0f/s, a publish %.0f ms longer, bound 0 and 5000 ms",
                                callers.failed(),
                                callers.done() - before,
                                most / 2,
                                more));
            }
        }
    }

    private static long deployment(Stack stack, String name) throws Exception {
        Map<String, Object> settings =
                Map.of("name", name, "fileName", "stock.jar", "port", freePort(), "portArgument", "none");
        long id = stack.post("/deployments", settings, DeploymentView.class).id();
        stack.post("/deployments/" + id + "/placements", Map.of("nodeId", stack.nodeId()));
        return id;
    }

    private static void drainTimeout(Stack stack, int seconds) throws Exception {
        byte[] value = Json.PEOPLE.bytes(Map.of("value", String.valueOf(seconds)));
        stack.call("PUT", "/settings/drain.timeout", BodyPublishers.ofByteArray(value), "application/json");
    }

    /** One after another; returns the ms that each took. */
    private static List<Double> publish(Stack stack, List<Long> deployments, Path sample, int version)
            throws Exception {
        List<Double> took = new ArrayList<>();
        for (long deployment : deployments) {
            Path zip = with(sample, stack.folder().resolve("stock.zip"), "version " + version);
            long release = stack.upload(deployment, version, zip).id();
            long from = System.nanoTime();
            long rollout = stack.post("/rollouts", NewRollout.of(deployment, release, null), RolloutView.class)
                    .id();
            Stack.await(
                    "a rollout is done",
                    PATIENCE,
                    () -> stack.get("/rollouts/" + rollout, RolloutView.class)
                            .status()
                            .equals("done"));
            took.add((System.nanoTime() - from) / 1e6);
        }
        return took;
    }

    /** A copy of a package that differs by one file. */
    private static Path with(Path sample, Path copy, String words) throws IOException {
        try (var from = new ZipFile(sample.toFile());
                var to = new ZipOutputStream(Files.newOutputStream(copy))) {
            var entries = from.entries();
            while (entries.hasMoreElements()) {
                ZipEntry entry = entries.nextElement();
                to.putNextEntry(new ZipEntry(entry.getName()));
                try (var in = from.getInputStream(entry)) {
                    in.transferTo(to);
                }
            }
            to.putNextEntry(new ZipEntry("version.txt"));
            to.write(words.getBytes(StandardCharsets.UTF_8));
        }
        return copy;
    }

    private static int freePort() throws IOException {
        try (var free = new ServerSocket(0)) {
            return free.getLocalPort();
        }
    }
}
