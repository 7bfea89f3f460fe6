package io.stardust.bench;

import io.stardust.bench.Main.Load;
import io.stardust.bench.Main.Result;
import io.stardust.protocol.Json;
import io.stardust.protocol.app.AppInfo;
import io.stardust.protocol.registry.ResolveServiceInfo;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

/**
 * How many registrations, heartbeats and questions with data the registry answers in a second, with 100 services of ten
 * instances each and 64 connections that are kept open; client and server share the machine. Bound: 14,000
 * registrations and 40,000 questions a second, the slowest hundredth of these within 5 ms. Peers on such a machine,
 * measured alone: ZooKeeper 11,800 registrations and 37,000 questions for names only, etcd 5,100, Eureka 1,500 to 5,300
 * and 13,000, Nacos 1,300 to 3,000 and 6,500 to 12,700.
 */
final class RegistryRates implements Load {
    private static final int CONNECTIONS = 64;
    private static final int SERVICES = 100;
    private static final int INSTANCES = 1_000;
    private static final Duration WARM = Duration.ofSeconds(4);
    private static final Duration COUNTED = Duration.ofSeconds(6);
    private static final double REGISTRATIONS = 14_000;
    private static final double QUESTIONS = 40_000;

    @Override
    public Result run(Path launcher) throws Exception {
        try (var stack = new Stack(launcher).startServer().signIn()) {
            BenchApps app = BenchApps.make(stack, "bench");
            List<WireClient> clients = new ArrayList<>();
            for (int i = 0; i < CONNECTIONS; i++) clients.add(new WireClient(stack.uri("")));
            String[] tokens = new String[INSTANCES];
            for (int i = 0; i < INSTANCES; i++) tokens[i] = app.login(clients.getFirst(), "10.0.0.1@" + i, null);

            Requests registrations = (instance, turn) -> WireClient.request(
                    "/App/RegisterService",
                    tokens[instance],
                    Json.WIRE.bytes(BenchApps.offer("s" + instance % SERVICES, 1_000 + turn % 2)));
            Requests heartbeats =
                    (instance, _) -> WireClient.request("/App/Ping", tokens[instance], Json.WIRE.bytes(ping(instance)));
            Requests questions = (instance, _) -> WireClient.request(
                    "/App/ResolveService",
                    tokens[instance],
                    Json.WIRE.bytes(new ResolveServiceInfo("s" + instance % SERVICES, null, null, null, null)));

            Rate registered = rate(clients, registrations);
            Rate beaten = rate(clients, heartbeats);
            Rate asked = rate(clients, questions);
            for (WireClient each : clients) each.close();
            System.out.println(String.format(
                    Locale.ROOT,
                    "registrations %.0f/s p99 %.2f ms; heartbeats %.0f/s p99 %.2f ms; questions %.0f/s p99 %.2f ms; server %.0f MB",
                    registered.perSecond,
                    registered.p99,
                    beaten.perSecond,
                    beaten.p99,
                    asked.perSecond,
                    asked.p99,
                    Figures.residentMb(stack.serverPid())));
            return new Result(
                    registered.perSecond >= REGISTRATIONS && asked.perSecond >= QUESTIONS && asked.p99 <= 5,
                    String.format(
                            Locale.ROOT,
                            "%.0f registrations/s and %.0f questions/s, bound 14000 and 40000, ratio %.2f and %.2f",
                            registered.perSecond,
                            asked.perSecond,
                            registered.perSecond / REGISTRATIONS,
                            asked.perSecond / QUESTIONS));
        }
    }

    private static AppInfo ping(int id) {
        return new AppInfo(
                id, "bench", "1.0", "bench", null, null, null, "127.0.0.1", null, 0, 0.01, 100 << 20, 20, 50, 0);
    }

    /** Makes what an instance sends in one of its turns. */
    private interface Requests {
        byte[] of(int instance, int turn);
    }

    /** @param p99 ms */
    private record Rate(double perSecond, double p99) {}

    private static Rate rate(List<WireClient> clients, Requests requests) throws Exception {
        measure(clients, requests, WARM);
        List<long[]> all = measure(clients, requests, COUNTED);
        long[] nanos = all.stream().flatMapToLong(Arrays::stream).sorted().toArray();
        return new Rate(nanos.length / (COUNTED.toMillis() / 1_000.0), nanos[(int) (nanos.length * 0.99)] / 1e6);
    }

    /** Every connection speaks for its share of the instances, in turns. */
    private static List<long[]> measure(List<WireClient> clients, Requests requests, Duration time) throws Exception {
        int share = INSTANCES / clients.size();
        long end = System.nanoTime() + time.toNanos();
        List<Callable<long[]>> work = new ArrayList<>();
        for (int i = 0; i < clients.size(); i++) {
            int first = i * share;
            WireClient client = clients.get(i);
            work.add(() -> {
                byte[][] ready = new byte[share * 2][];
                for (int n = 0; n < ready.length; n++) ready[n] = requests.of(first + n % share, n / share);
                long[] nanos = new long[1 << 16];
                int count = 0;
                for (long now = System.nanoTime(); now < end; count++) {
                    byte[] answer = client.exchange(ready[count % ready.length]);
                    long done = System.nanoTime();
                    if (answer[8] != '0') throw new IllegalStateException(new String(answer, StandardCharsets.UTF_8));
                    if (count == nanos.length) nanos = Arrays.copyOf(nanos, count * 2);
                    nanos[count] = done - now;
                    now = done;
                }
                return Arrays.copyOf(nanos, count);
            });
        }
        List<long[]> all = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var done : threads.invokeAll(work)) all.add(done.get());
        }
        return all;
    }
}
