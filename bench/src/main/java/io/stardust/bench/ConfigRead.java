package io.stardust.bench;

import io.stardust.api.app.AppPage;
import io.stardust.api.config.ConfigEdit;
import io.stardust.api.config.ConfigReleaseView;
import io.stardust.api.config.NewConfigRelease;
import io.stardust.bench.Main.Load;
import io.stardust.bench.Main.Result;
import io.stardust.protocol.Json;
import io.stardust.protocol.config.ConfigQuery;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * How many questions for their config apps get answered in a second: a value of 1 KB each time, and nothing new. 16
 * connections that are kept open; client and server share the machine. Bound: five times the GETs of etcd on such a
 * machine, measured alone with values of the same size (9,873 a second), the slowest hundredth within 5 ms; nothing new
 * is answered no slower.
 */
final class ConfigRead implements Load {
    private static final int CONNECTIONS = 16;
    private static final int APPS = 20;
    private static final Duration WARM = Duration.ofSeconds(10);
    private static final Duration COUNTED = Duration.ofSeconds(8);
    private static final double ETCD = 9_873;

    @Override
    public Result run(Path launcher) throws Exception {
        try (var stack = new Stack(launcher).startServer().signIn()) {
            byte[][] whole = new byte[APPS][];
            byte[][] known = new byte[APPS][];
            try (var client = new WireClient(stack.uri(""))) {
                for (int i = 0; i < APPS; i++) {
                    BenchApps app = BenchApps.make(stack, "bench" + i);
                    publish(stack, app.name(), "value " + "x".repeat(1_018));
                    String token = app.login(client, "10.0.0.1@" + i, null);
                    whole[i] = WireClient.request("/Config/GetAll", token, Json.WIRE.bytes(question(0)));
                    known[i] = WireClient.request("/Config/GetAll", token, Json.WIRE.bytes(question(Long.MAX_VALUE)));
                }
            }
            try (var flood = new Flood(stack.uri(""), CONNECTIONS)) {
                double[] read = rate(flood, whole);
                double[] polled = rate(flood, known);
                System.out.println(String.format(
                        Locale.ROOT,
                        "with a value of 1 KB: %.0f/s, p99 %.2f ms; nothing new: %.0f/s, p99 %.2f ms",
                        read[0],
                        read[1],
                        polled[0],
                        polled[1]));
                return new Result(
                        read[0] >= 5 * ETCD && read[1] <= 5 && polled[0] >= read[0] * 0.95,
                        String.format(
                                Locale.ROOT,
                                "%.0f reads/s, bound %.0f, ratio %.2f; p99 %.2f ms, bound 5 ms; nothing new %.0f/s",
                                read[0],
                                5 * ETCD,
                                read[0] / (5 * ETCD),
                                read[1],
                                polled[0]));
            }
        }
    }

    /** Publishes one key of the app of that name. */
    static void publish(Stack stack, String name, String value) throws Exception {
        long app = id(stack, name);
        var edits = List.of(new ConfigEdit("set", "key", null, null, value, null));
        stack.post(
                "/apps/" + app + "/config/releases",
                new NewConfigRelease(null, null, null, edits),
                ConfigReleaseView.class);
    }

    static long id(Stack stack, String name) throws Exception {
        return stack.get("/apps?q=" + name, AppPage.class).items().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow()
                .id();
    }

    private static ConfigQuery question(long version) {
        return new ConfigQuery(null, null, null, null, version, null, null);
    }

    /** A second, and the p99 in ms. */
    private static double[] rate(Flood flood, byte[][] requests) throws Exception {
        Flood.Requests turns = (connection, turn) -> requests[(connection + turn) % requests.length];
        flood.run(turns, WARM);
        long[] nanos = flood.run(turns, COUNTED);
        Arrays.sort(nanos);
        return new double[] {nanos.length / (COUNTED.toMillis() / 1_000.0), nanos[(int) (nanos.length * 0.99)] / 1e6};
    }
}
