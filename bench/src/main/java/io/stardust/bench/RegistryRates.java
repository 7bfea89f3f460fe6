package io.stardust.bench;

import io.stardust.bench.Main.Load;
import io.stardust.bench.Main.Result;
import io.stardust.protocol.Json;
import io.stardust.protocol.app.AppInfo;
import io.stardust.protocol.registry.ResolveServiceInfo;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;

/**
 * How many registrations, heartbeats and questions with data the registry answers in a second, with 100 services of ten
 * instances each and 16 connections that are kept open; client and server share the machine. Bound: 14,000
 * registrations and 40,000 questions a second, the slowest hundredth of these within 5 ms. Peers on such a machine,
 * measured alone: ZooKeeper 11,800 registrations and 37,000 questions for names only, etcd 5,100, Eureka 1,500 to 5,300
 * and 13,000, Nacos 1,300 to 3,000 and 6,500 to 12,700.
 */
final class RegistryRates implements Load {
    private static final int CONNECTIONS = 16;
    private static final int SERVICES = 100;
    private static final int INSTANCES = 1_000;
    private static final Duration WARM = Duration.ofSeconds(10);
    private static final Duration COUNTED = Duration.ofSeconds(8);
    private static final double REGISTRATIONS = 14_000;
    private static final double QUESTIONS = 40_000;

    @Override
    public Result run(Path launcher) throws Exception {
        try (var stack = new Stack(launcher).startServer().signIn()) {
            BenchApps app = BenchApps.make(stack, "bench");
            String[] tokens = new String[INSTANCES];
            try (var client = new WireClient(stack.uri(""))) {
                for (int i = 0; i < INSTANCES; i++) tokens[i] = app.login(client, "10.0.0.1@" + i, null);
            }
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

            Rate registered;
            Rate beaten;
            Rate asked;
            try (var flood = new Flood(stack.uri(""), CONNECTIONS)) {
                registered = rate(stack, flood, registrations);
                beaten = rate(stack, flood, heartbeats);
                asked = rate(stack, flood, questions);
            }
            System.out.println("registrations " + registered);
            System.out.println("heartbeats    " + beaten);
            System.out.println("questions     " + asked);
            System.out.println(String.format(Locale.ROOT, "server %.0f MB", Figures.residentMb(stack.serverPid())));
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

    /**
     * @param p99 ms
     * @param cpu of the server for one, us
     */
    private record Rate(double perSecond, double p99, double cpu) {
        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%.0f/s, p99 %.2f ms, %.0f us of the server each", perSecond, p99, cpu);
        }
    }

    /** Every connection speaks for its share of the instances, in turns. */
    private static Rate rate(Stack stack, Flood flood, Requests requests) throws Exception {
        int share = INSTANCES / CONNECTIONS;
        byte[][][] ready = new byte[CONNECTIONS][share * 2][];
        for (int i = 0; i < CONNECTIONS; i++) {
            for (int n = 0; n < share * 2; n++) ready[i][n] = requests.of(i * share + n % share, n / share);
        }
        Flood.Requests turns = (connection, turn) -> ready[connection][turn % (share * 2)];
        flood.run(turns, WARM);
        double before = Figures.cpuSeconds(stack.serverPid());
        long[] nanos = flood.run(turns, COUNTED);
        double cpu = Figures.cpuSeconds(stack.serverPid()) - before;
        Arrays.sort(nanos);
        return new Rate(
                nanos.length / (COUNTED.toMillis() / 1_000.0),
                nanos[(int) (nanos.length * 0.99)] / 1e6,
                cpu * 1e6 / nanos.length);
    }
}
