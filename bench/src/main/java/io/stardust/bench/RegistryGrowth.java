package io.stardust.bench;

import io.stardust.bench.Main.Load;
import io.stardust.bench.Main.Result;
import io.stardust.protocol.Json;
import io.stardust.protocol.registry.ResolveServiceInfo;
import io.stardust.protocol.registry.ServiceModel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;

/**
 * What many registered instances cost, ten of each service: memory, and how fast questions are answered. Nothing bounds
 * it but that it is no slower than the peers, measured alone on such a machine with 50,000: Eureka 1,102 MB and 17,000
 * questions a second with a median of 0.86 ms, Nacos 1,086 MB, 5,500 and 2.64 ms.
 */
final class RegistryGrowth implements Load {
    private static final int[] STEPS = {1_000, 10_000, 50_000};
    private static final int OF_SERVICE = 10;
    private static final int CONNECTIONS = 16;
    private static final Duration WARM = Duration.ofSeconds(5);
    private static final Duration COUNTED = Duration.ofSeconds(4);
    private static final double QUESTIONS = 16_964;
    private static final double RESIDENT = 1_086; // MB

    @Override
    public Result run(Path launcher) throws Exception {
        try (var stack = new Stack(launcher).startServer().signIn()) {
            BenchApps app = BenchApps.make(stack, "bench");
            double rate = 0;
            double resident = 0;
            int there = 0;
            for (int step : STEPS) {
                long from = System.nanoTime();
                fill(stack, app, there, step);
                double seconds = (System.nanoTime() - from) / 1e9;
                long[] nanos = ask(stack, app, step);
                rate = nanos.length / (COUNTED.toMillis() / 1_000.0);
                resident = Figures.residentMb(stack.serverPid());
                System.out.println(String.format(
                        Locale.ROOT,
                        "%d instances (%.0f/s logged in and registered): %.0f questions/s, median %.2f ms, p99 %.2f ms; server %.0f MB",
                        step,
                        (step - there) / seconds,
                        rate,
                        nanos[nanos.length / 2] / 1e6,
                        nanos[(int) (nanos.length * 0.99)] / 1e6,
                        resident));
                there = step;
            }
            return new Result(
                    rate >= QUESTIONS && resident <= RESIDENT,
                    String.format(
                            Locale.ROOT,
                            "%.0f questions/s and %.0f MB with %d instances, bound 16964 and 1086 MB, ratio %.2f and %.2f",
                            rate,
                            resident,
                            there,
                            rate / QUESTIONS,
                            resident / RESIDENT));
        }
    }

    private static void fill(Stack stack, BenchApps app, int from, int to) throws Exception {
        var clients = new ConcurrentLinkedQueue<WireClient>();
        for (int i = 0; i < CONNECTIONS; i++) clients.add(new WireClient(stack.uri("")));
        List<Callable<Void>> work = new ArrayList<>();
        for (int i = from; i < to; i++) {
            int number = i;
            work.add(() -> {
                WireClient client = clients.remove();
                String token = app.login(client, "10.0.0.1@" + number, null);
                var offer = BenchApps.offer("s" + number / OF_SERVICE, 1_000 + number % OF_SERVICE);
                client.post("/App/RegisterService", token, offer, ServiceModel.class);
                clients.add(client);
                return null;
            });
        }
        try (var threads = Executors.newFixedThreadPool(CONNECTIONS)) {
            for (var done : threads.invokeAll(work)) done.get();
        }
        for (WireClient each : clients) each.close();
    }

    /** How long each answer took, in ns, in order. */
    private static long[] ask(Stack stack, BenchApps app, int instances) throws Exception {
        int services = instances / OF_SERVICE;
        byte[][] ready = new byte[services][];
        try (var client = new WireClient(stack.uri(""));
                var flood = new Flood(stack.uri(""), CONNECTIONS)) {
            String token = app.login(client, "10.0.0.2@0", null);
            for (int i = 0; i < services; i++) {
                // one instance asks for 500 services at most and is remembered
                if (i % 400 == 399) token = app.login(client, "10.0.0.2@" + i, null);
                var wish = new ResolveServiceInfo("s" + i, null, null, null, null);
                ready[i] = WireClient.request("/App/ResolveService", token, Json.WIRE.bytes(wish));
            }
            Flood.Requests turns = (connection, turn) -> ready[(turn * CONNECTIONS + connection) % services];
            flood.run(turns, WARM);
            long[] nanos = flood.run(turns, COUNTED);
            Arrays.sort(nanos);
            return nanos;
        }
    }
}
