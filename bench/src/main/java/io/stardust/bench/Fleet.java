package io.stardust.bench;

import io.stardust.api.node.NodePage;
import io.stardust.api.rollout.NewRollout;
import io.stardust.api.rollout.RolloutPage;
import io.stardust.api.rollout.RolloutView;
import io.stardust.bench.Main.Load;
import io.stardust.bench.Main.Result;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * 1,000 simulated agents, each with its push socket, on one server and the same two cores: how long until all have
 * acknowledged a nudge (bound: 1 s from the request that causes it), and what a rollout in batches of 100, each gated
 * by probes, takes beyond those probes (bound: 20 s). States the server's memory.
 */
final class Fleet implements Load {
    private static final int AGENTS = 1_000;
    private static final int BATCH = 100;
    private static final int ARRIVING = 32;
    private static final Duration PROBE = Duration.ofMillis(500);

    @Override
    public Result run(Path launcher) throws Exception {
        List<SimulatedAgent> agents = new ArrayList<>();
        try (var stack = new Stack(launcher).startServer().signIn();
                ExecutorService hands = Executors.newVirtualThreadPerTaskExecutor();
                HttpClient http = HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .executor(hands)
                        .build()) {
            try {
                double arrived = seconds(() -> arrive(stack, http, hands, agents));
                double idle = Figures.residentMb(stack.serverPid());
                long deployment = stack.deployment("fleet");
                upload(stack, deployment, 1);
                double all = seconds(() -> publish(stack, NewRollout.of(deployment, null, nodes(stack))));
                double nudge = nudge(stack, deployment, agents);
                upload(stack, deployment, 2);
                agents.forEach(SimulatedAgent::forget);
                double again = seconds(() -> publish(stack, NewRollout.of(deployment, null, null)));
                double publish = acknowledged(agents);
                System.out.printf(
                        Locale.ROOT,
                        "%d agents arrived in %.1f s; nudge %.2f s; first publish to all at once %.1f s, second %.1f s, heard by all in %.2f s%n",
                        AGENTS,
                        arrived,
                        nudge,
                        all,
                        again,
                        publish);
                upload(stack, deployment, 3);
                double batches = seconds(() -> publish(stack, inBatches(deployment)));
                double overhead = batches - PROBE.toMillis() / 1e3 * AGENTS / BATCH;
                double busy = Figures.residentMb(stack.serverPid());
                System.out.printf(Locale.ROOT, "in batches of %d: %.1f s%n", BATCH, batches);
                return new Result(
                        nudge <= 1 && overhead <= 20,
                        String.format(
                                Locale.ROOT,
                                "all %d acknowledge a nudge in %.2f s; a rollout in batches of %d takes %.1f s beyond its probes; server %.0f MB with all connected, %.0f MB after",
                                AGENTS,
                                nudge,
                                BATCH,
                                overhead,
                                idle,
                                busy));
            } finally {
                agents.forEach(SimulatedAgent::leave);
            }
        }
    }

    private static Void arrive(Stack stack, HttpClient http, ExecutorService hands, List<SimulatedAgent> agents)
            throws Exception {
        for (int i = 0; i < AGENTS; i++) agents.add(new SimulatedAgent(http, hands, stack.uri(""), i, PROBE));
        try (ExecutorService door = Executors.newFixedThreadPool(ARRIVING)) {
            List<Future<?>> all = new ArrayList<>();
            for (SimulatedAgent agent : agents) {
                Callable<Void> arrival = () -> {
                    agent.arrive(stack.enrolToken());
                    return null;
                };
                all.add(door.submit(arrival));
            }
            for (Future<?> each : all) each.get();
        }
        return null;
    }

    private static List<Long> nodes(Stack stack) throws Exception {
        List<Long> ids = new ArrayList<>();
        String cursor = "";
        do {
            NodePage page = stack.get("/nodes?limit=200" + cursor, NodePage.class);
            page.items().forEach(node -> ids.add(node.id()));
            cursor = page.next() == null ? "" : "&cursor=" + page.next();
        } while (!cursor.isEmpty());
        if (ids.size() != AGENTS) throw new IllegalStateException(ids.size() + " nodes (expected: " + AGENTS + ")");
        return ids;
    }

    private static void upload(Stack stack, long deployment, int version) throws Exception {
        Path zip = stack.folder().resolve("fleet.zip");
        try (var entries = new ZipOutputStream(Files.newOutputStream(zip))) {
            entries.putNextEntry(new ZipEntry("run.sh"));
            entries.write(
                    ("#!/bin/sh\nexec sleep " + version + "\n").getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
        stack.upload(deployment, version, zip);
    }

    private static NewRollout inBatches(long deployment) {
        return new NewRollout(
                deployment,
                null,
                null,
                null,
                String.valueOf(BATCH),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    private static Void publish(Stack stack, NewRollout wanted) throws Exception {
        long rollout = stack.post("/rollouts", wanted, RolloutView.class).id();
        String newest = "/deployments/%d/rollouts?limit=1".formatted(wanted.deploymentId());
        long look = Duration.ofMillis(200).toNanos();
        long[] next = {0};
        Stack.await("rollout " + rollout + " is done", Duration.ofMinutes(3), () -> {
            if (System.nanoTime() < next[0]) return false;
            next[0] = System.nanoTime() + look;
            // the list tells the status without 1,000 parts
            return stack.get(newest, RolloutPage.class).items().stream()
                    .anyMatch(
                            glance -> glance.id() == rollout && glance.status().equals("done"));
        });
        return null;
    }

    /** An edit that gives the agents nothing to do but look: from the request to the last answer taken. */
    private static double nudge(Stack stack, long deployment, List<SimulatedAgent> agents) throws Exception {
        agents.forEach(SimulatedAgent::forget);
        long begun = System.nanoTime();
        stack.patch("/deployments/" + deployment, Map.of("arguments", "--look"));
        Stack.await(
                "all have answered",
                Duration.ofSeconds(30),
                () -> agents.stream().allMatch(agent -> agent.answeredAt() != 0));
        return (agents.stream().mapToLong(SimulatedAgent::answeredAt).max().orElseThrow() - begun) / 1e9;
    }

    /** From the first that heard it to the last whose answer was taken. */
    private static double acknowledged(List<SimulatedAgent> agents) {
        if (agents.stream().anyMatch(agent -> agent.answeredAt() == 0)) {
            throw new IllegalStateException("an agent did not hear the nudge");
        }
        long first = agents.stream().mapToLong(SimulatedAgent::heardAt).min().orElseThrow();
        long last = agents.stream().mapToLong(SimulatedAgent::answeredAt).max().orElseThrow();
        return (last - first) / 1e9;
    }

    private static double seconds(Callable<Void> work) throws Exception {
        long begun = System.nanoTime();
        work.call();
        return (System.nanoTime() - begun) / 1e9;
    }
}
