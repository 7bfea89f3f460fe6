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
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How long a registration takes to reach who listens: from before it is sent until one subscriber has it, and until the
 * last of 1,000 has it. Bound: median 0.7 ms and p99 3 ms for one (etcd 0.7 ms, ZooKeeper 0.3 ms at the median, Nacos
 * 569 ms, each measured alone on such a machine), p99 50 ms for a thousand.
 */
final class PushTimes implements Load {
    private static final String SERVICE = "pushed";
    private static final int CHANGES = 300;
    private static final int WARM = 100;
    /** Changes without a pause before anything is counted, as the peers had them. */
    private static final Duration RUSH = Duration.ofSeconds(8);

    private static final Duration BETWEEN = Duration.ofMillis(15); // each is the first for a while

    @Override
    public Result run(Path launcher) throws Exception {
        double[] one;
        double[] many;
        try (var stack = new Stack(launcher).startServer().signIn()) {
            BenchApps app = BenchApps.make(stack, "bench");
            one = times(stack, app, 1);
            many = times(stack, app, 1_000);
        }
        System.out.println(String.format(
                Locale.ROOT,
                "one subscriber: median %.2f ms, p99 %.2f ms; the last of 1,000: median %.1f ms, p99 %.1f ms",
                one[0],
                one[1],
                many[0],
                many[1]));
        return new Result(
                one[0] <= 0.7 && one[1] <= 3 && many[1] <= 50,
                String.format(
                        Locale.ROOT,
                        "median %.2f ms, p99 %.2f ms, 1,000 subscribers p99 %.1f ms, bound 0.7, 3 and 50 ms, ratio %.2f, %.2f and %.2f",
                        one[0],
                        one[1],
                        many[1],
                        one[0] / 0.7,
                        one[1] / 3,
                        many[1] / 50));
    }

    /** Median and p99 in ms, until the last of {@code subscribers} has heard. */
    private static double[] times(Stack stack, BenchApps app, int subscribers) throws Exception {
        List<WireClient> listening = new ArrayList<>();
        var heard = new Heard();
        try (var provider = new WireClient(stack.uri(""))) {
            String token = app.login(provider, "10.0.0.9@1", null);
            for (int i = 0; i < subscribers; i++) listening.add(subscriber(stack, app, i));
            for (WireClient each : listening) Thread.ofVirtual().start(() -> listen(each, heard));
            heard.expect(0);
            long rushed = System.nanoTime() + RUSH.toNanos();
            for (int i = 0; System.nanoTime() < rushed; i++) provider.exchange(change(token, i));
            TimeUnit.MILLISECONDS.sleep(500); // what is under way arrives
            double[] all = new double[CHANGES];
            for (int i = 0; i < WARM + CHANGES; i++) {
                byte[] request = change(token, i);
                CountDownLatch told = heard.expect(subscribers);
                long from = System.nanoTime();
                provider.exchange(request);
                if (!told.await(5, TimeUnit.SECONDS)) {
                    throw new IllegalStateException(
                            "%d of %d subscribers did not hear of a change".formatted(told.getCount(), subscribers));
                }
                if (i >= WARM) all[i - WARM] = (heard.last.get() - from) / 1e6;
                TimeUnit.MILLISECONDS.sleep(BETWEEN.toMillis());
            }
            Arrays.sort(all);
            return new double[] {all[CHANGES / 2], all[(int) (CHANGES * 0.99)]};
        } finally {
            for (WireClient each : listening) each.close();
        }
    }

    private static byte[] change(String token, int turn) {
        return WireClient.request(
                "/App/RegisterService", token, Json.WIRE.bytes(BenchApps.offer(SERVICE, 10_000 + turn % 1_000)));
    }

    private static WireClient subscriber(Stack stack, BenchApps app, int number) throws IOException {
        var client = new WireClient(stack.uri(""));
        String token = app.login(client, "10.0.0.2@" + number, "bench/1");
        client.upgrade("/App/Notify", token);
        try (var asks = new WireClient(stack.uri(""))) {
            var wish = new ResolveServiceInfo(SERVICE, null, null, null, null);
            asks.post("/App/SubscribeService", token, wish, ServiceState.class);
        }
        return client;
    }

    private static void listen(WireClient client, Heard heard) {
        try {
            while (true) if (client.frame().startsWith(ServiceDelta.PREFIX)) heard.hear();
        } catch (IOException _) {
            // it was closed: the measurement is over
        }
    }

    /** Counts who has heard of the change under way. */
    private static final class Heard {
        private final AtomicLong last = new AtomicLong();
        private volatile CountDownLatch waits = new CountDownLatch(0);

        CountDownLatch expect(int subscribers) {
            var latch = new CountDownLatch(subscribers);
            waits = latch;
            return latch;
        }

        void hear() {
            last.accumulateAndGet(System.nanoTime(), Math::max);
            waits.countDown();
        }
    }
}
