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
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.LongStream;

/**
 * What the client library costs an app: finding a service that is known, and a call through it beside the same call by
 * the JDK's client alone, both on the loopback. Bound: 1 us and 30 us at the median.
 */
final class Sdk implements Load {
    private static final String SERVICE = "Bench";
    private static final int RESOLVES = 5_000_000;
    private static final int CALLS = 100;
    private static final int ROUNDS = 200;
    private static final long PAUSE_NANOS = 50_000;
    private static final int WARM = 60; // rounds that are the compiler's

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
        long app = stack.post("/apps", NewApp.named("bench"), AppView.class).id();
        String secret = stack.post("/apps/" + app + "/keys", new NewAppKey("bench", null, null, null), MadeAppKey.class)
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

    /**
     * The medians in microseconds. In short turns: a machine that others use as well gives the one a better minute than
     * the other, by more than what is measured. With a moment between two calls, as in an app: a call that follows at
     * once finds the threads of client and server still awake, so that a delay of 3 us before it counts as 15.
     */
    private static double[] calls(Stardust stardust, String address) throws Exception {
        HttpClient plain =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        HttpRequest direct = HttpRequest.newBuilder(URI.create(address + "/")).build();
        HttpRequest named = ServiceClient.request("/").build();
        var through = LongStream.builder();
        var alone = LongStream.builder();
        for (int round = -WARM; round < ROUNDS; round++) {
            time(round < 0, alone, () -> plain.send(direct, BodyHandlers.discarding()));
            time(round < 0, through, () -> stardust.http().send(SERVICE, named, BodyHandlers.discarding()));
        }
        return new double[] {median(through), median(alone)};
    }

    private static void time(boolean warm, LongStream.Builder nanos, Callable<?> call) throws Exception {
        for (int i = 0; i < CALLS; i++) {
            pause();
            long from = System.nanoTime();
            call.call();
            if (!warm) nanos.add(System.nanoTime() - from);
        }
    }

    private static void pause() {
        long end = System.nanoTime() + PAUSE_NANOS;
        while (System.nanoTime() < end) Thread.onSpinWait();
    }

    private static double median(LongStream.Builder nanos) {
        long[] sorted = nanos.build().sorted().toArray();
        return sorted[sorted.length / 2] / 1e3;
    }
}
