package io.stardust.bench;

import com.sun.net.httpserver.HttpServer;
import io.stardust.api.app.AppView;
import io.stardust.api.app.MadeAppKey;
import io.stardust.api.app.NewApp;
import io.stardust.api.app.NewAppKey;
import io.stardust.bench.Main.Load;
import io.stardust.bench.Main.Result;
import io.stardust.client.Stardust;
import io.stardust.client.http.ServiceClient;
import io.stardust.client.registry.Offer;
import io.stardust.client.registry.Provider;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

/**
 * What the client library costs an app: finding a service that is known, and a call through it beside the same call by
 * the JDK's client alone, both on the loopback. Bound: 1 us and 30 us at the median.
 */
final class Sdk implements Load {
    private static final String SERVICE = "Bench";
    private static final int RESOLVES = 5_000_000;
    private static final int CALLS = 4_000;
    private static final int ROUNDS = 6;

    @Override
    public Result run(Path launcher) throws Exception {
        try (var stack = new Stack(launcher).startServer().signIn();
                Stardust stardust = sdk(stack)) {
            HttpServer provider = provider();
            try {
                String address = "http://127.0.0.1:" + provider.getAddress().getPort();
                stardust.registry().register(Offer.of(SERVICE, address));
                Stack.await(
                        "the service is known",
                        Duration.ofSeconds(20),
                        () -> !stardust.registry().resolve(SERVICE).isEmpty());
                double resolve = resolves(stardust);
                double[] calls = calls(stardust, address);
                System.out.println(String.format(
                        Locale.ROOT,
                        "resolve %.3f us; call p50 %.1f us through the library, %.1f us by the JDK alone",
                        resolve,
                        calls[0],
                        calls[1]));
                double added = calls[0] - calls[1];
                return new Result(
                        resolve <= 1 && added <= 30,
                        String.format(
                                Locale.ROOT,
                                "resolve %.3f us, a call %.1f us more, bound 1 us and 30 us, ratio %.2f and %.2f",
                                resolve,
                                added,
                                resolve,
                                added / 30));
            } finally {
                provider.stop(0);
            }
        }
    }

    private static Stardust sdk(Stack stack) throws Exception {
        long app = stack.post("/apps", new NewApp("bench", null, null), AppView.class)
                .id();
        String secret = stack.post("/apps/" + app + "/keys", new NewAppKey("bench", null), MadeAppKey.class)
                .secret();
        return Stardust.builder()
                .server(stack.uri("").toString())
                .app("bench")
                .secret(secret)
                .cache(stack.folder().resolve("cache"))
                .start();
    }

    private static HttpServer provider() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        byte[] body = "ok".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
        return server;
    }

    /** Microseconds for each; the first round warms up. */
    private static double resolves(Stardust stardust) {
        double best = Double.MAX_VALUE;
        for (int round = 0; round < 3; round++) {
            long found = 0;
            long from = System.nanoTime();
            for (int i = 0; i < RESOLVES; i++) {
                List<Provider> providers = stardust.registry().resolve(SERVICE);
                found += providers.size();
            }
            double each = (System.nanoTime() - from) / 1e3 / RESOLVES;
            if (found < RESOLVES) throw new IllegalStateException("the service was lost");
            if (round > 0) best = Math.min(best, each);
        }
        return best;
    }

    /** The medians in microseconds, in turns, so that both meet the same machine. */
    private static double[] calls(Stardust stardust, String address) throws Exception {
        HttpClient plain =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        HttpRequest direct = HttpRequest.newBuilder(URI.create(address + "/")).build();
        HttpRequest named = ServiceClient.request("/").build();
        double[] through = new double[ROUNDS];
        double[] alone = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            alone[round] = median(() -> plain.send(direct, BodyHandlers.discarding()));
            through[round] = median(() -> stardust.http().send(SERVICE, named, BodyHandlers.discarding()));
        }
        // the first two rounds are the compiler's
        return new double[] {lowest(through), lowest(alone)};
    }

    private static double lowest(double[] rounds) {
        return Arrays.stream(rounds).skip(2).min().orElseThrow();
    }

    private static double median(Callable<?> call) throws Exception {
        long[] nanos = new long[CALLS];
        for (int i = 0; i < CALLS; i++) {
            long from = System.nanoTime();
            call.call();
            nanos[i] = System.nanoTime() - from;
        }
        Arrays.sort(nanos);
        return nanos[CALLS / 2] / 1e3;
    }
}
