package io.stardust.bench;

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
                long deployment = Stack.number(stack.post("/deployments", Map.of("name", "fleet")), "id");
                upload(stack, deployment, 1);
                double all = seconds(() -> publish(stack, deployment, Map.of("nodeIds", nodes(stack))));
                double nudge = nudge(stack, deployment, agents);
                upload(stack, deployment, 2);
                agents.forEach(SimulatedAgent::forget);
                double again = seconds(() -> publish(stack, deployment, Map.of()));
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
                double batches = seconds(() -> publish(stack, deployment, Map.of("batch", String.valueOf(BATCH))));
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
            Map<String, Object> page = stack.get("/nodes?limit=200" + cursor);
            Stack.items(page).forEach(node -> ids.add(Stack.number(node, "id")));
            Object next = page.get("next");
            cursor = next == null ? "" : "&cursor=" + next;
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
        stack.upload("/deployments/" + deployment + "/releases?version=" + version, zip);
    }

    private static Void publish(Stack stack, long deployment, Map<String, ?> how) throws Exception {
        Map<String, Object> body = new java.util.HashMap<>(how);
        body.put("deploymentId", deployment);
        long rollout = Stack.number(stack.post("/rollouts", body), "id");
        long look = Duration.ofMillis(200).toNanos();
        long[] next = {0};
        Stack.await("rollout " + rollout + " is done", Duration.ofMinutes(3), () -> {
            if (System.nanoTime() < next[0]) return false;
            next[0] = System.nanoTime() + look;
            // the list tells the status without 1,000 parts
            return Stack.items(stack.get("/deployments/" + deployment + "/rollouts?limit=1")).stream()
                    .anyMatch(glance -> Stack.number(glance, "id") == rollout && "done".equals(glance.get("status")));
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
