package io.stardust.bench;

import io.stardust.bench.Main.Load;
import io.stardust.bench.Main.Result;
import io.stardust.protocol.Json;
import io.stardust.protocol.registry.ResolveServiceInfo;
import io.stardust.protocol.registry.ServiceDelta;
import io.stardust.protocol.registry.ServiceState;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * How long it takes from {@code kill -9} of a process that an agent guards, and that offers a service, until the last
 * of 20 subscribers has been told that it is gone; once for each of 50 processes, through a real agent. Bound: 100 ms
 * for 95 of 100.
 */
final class PushKilled implements Load {
    private static final String SERVICE = "killed";
    private static final int CHILDREN = 50;
    private static final int SUBSCRIBERS = 20;
    private static final double BOUND = 100; // ms
    private static final Duration BETWEEN = Duration.ofMillis(100);

    @Override
    public Result run(Path launcher) throws Exception {
        List<Double> waits = new ArrayList<>();
        List<WireClient> listening = new ArrayList<>();
        try (var stack = new Stack(launcher).startServer().signIn().startAgent()) {
            var children = new Children(stack.folder(), CHILDREN);
            children.deployTo(stack, Map.of("services", List.of(Map.of("name", SERVICE, "port", 7_000))));
            BenchApps app = BenchApps.make(stack, "bench");
            var ears = new Ears();
            for (int i = 0; i < SUBSCRIBERS; i++) listening.add(subscriber(stack, app, i));
            for (WireClient each : listening) Thread.ofVirtual().start(() -> listen(each, ears));
            for (int i = 1; i <= CHILDREN; i++) {
                waits.add(ears.kill(children.pid(i)));
                TimeUnit.MILLISECONDS.sleep(BETWEEN.toMillis());
            }
        } finally {
            for (WireClient each : listening) each.close();
        }
        System.out.println("killed until told ms " + Figures.spread(waits) + ": " + Figures.inOrder(waits));
        double most = Figures.quantile(waits, 0.95);
        return new Result(
                most <= BOUND,
                String.format(
                        Locale.ROOT,
                        "median %.1f ms, p95 %.1f ms, bound %.0f ms, ratio %.2f",
                        Figures.median(waits),
                        most,
                        BOUND,
                        most / BOUND));
    }

    /** One that listens from when all children are offered. */
    private static WireClient subscriber(Stack stack, BenchApps app, int number) throws Exception {
        var client = new WireClient(stack.uri(""));
        String token = app.login(client, "10.0.0.2@" + number, "bench/1");
        client.upgrade("/App/Notify", token);
        var wish = new ResolveServiceInfo(SERVICE, null, null, null, null);
        try (var asks = new WireClient(stack.uri(""))) {
            Stack.await("all children are offered", Duration.ofSeconds(60), () -> {
                ServiceState state = asks.post("/App/SubscribeService", token, wish, ServiceState.class);
                return Objects.requireNonNull(state).providers().size() == CHILDREN;
            });
        }
        return client;
    }

    private static void listen(WireClient client, Ears ears) {
        try {
            while (true) {
                String frame = client.frame();
                if (!frame.startsWith(ServiceDelta.PREFIX)) continue;
                ServiceDelta delta = Json.WIRE.read(frame.substring(ServiceDelta.PREFIX.length()), ServiceDelta.class);
                if (!delta.gone().isEmpty()) ears.heard();
            }
        } catch (IOException _) {
            // it was closed: the measurement is over
        }
    }

    /** Those who listen, and how many have yet to hear of the kill under way. */
    private static final class Ears {
        private volatile CountDownLatch waits = new CountDownLatch(0);

        void heard() {
            waits.countDown();
        }

        /** Kills {@code pid}; returns the ms until the last one has heard. */
        double kill(long pid) throws InterruptedException {
            var all = new CountDownLatch(SUBSCRIBERS);
            waits = all;
            long from = System.nanoTime();
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
            if (!all.await(10, TimeUnit.SECONDS)) {
                throw new IllegalStateException("%d of %d subscribers were not told of a killed process"
                        .formatted(all.getCount(), SUBSCRIBERS));
            }
            return (System.nanoTime() - from) / 1e6;
        }
    }
}
