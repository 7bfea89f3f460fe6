package io.stardust.bench;

import io.stardust.api.config.ConfigEdit;
import io.stardust.api.config.ConfigReleaseView;
import io.stardust.api.config.NewConfigRelease;
import io.stardust.bench.Main.Load;
import io.stardust.bench.Main.Result;
import io.stardust.protocol.Json;
import io.stardust.protocol.config.ConfigChange;
import io.stardust.protocol.config.ConfigHeld;
import io.stardust.protocol.config.ConfigInfo;
import io.stardust.protocol.config.ConfigQuery;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * How long it takes from the request that publishes a value until 10,000 instances of the app hold it, as those see it
 * themselves: they speak as our SDK does, and live in this process. Bound: 0.5 s at the median of ten releases.
 */
final class ConfigFanout implements Load {
    private static final int CLIENTS = 10_000;
    private static final int KEYS = 100;
    private static final int AT_ONCE = 64;
    private static final int WARMED = 5;
    private static final int RELEASES = 10;
    private static final Duration PAUSE = Duration.ofSeconds(2);
    private static final double BOUND_MS = 500;

    private final ConcurrentLinkedQueue<WireClient> open = new ConcurrentLinkedQueue<>();
    private volatile Round round = new Round("", new CountDownLatch(0));

    /** What the clients wait for. */
    private record Round(String value, CountDownLatch waits) {}

    @Override
    public Result run(Path launcher) throws Exception {
        try (var stack = new Stack(launcher).startServer().signIn();
                ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
            BenchApps app = BenchApps.make(stack, "fanned");
            long id = ConfigRead.id(stack, app.name());
            List<ConfigEdit> first = new ArrayList<>();
            for (int key = 0; key < KEYS; key++) first.add(edit("key" + key, "value"));
            publish(stack, id, first);
            connect(stack, app, readers);
            double[] times = new double[RELEASES];
            for (int i = 0; i < WARMED + RELEASES; i++) {
                double time = release(stack, id, "value" + i);
                if (i >= WARMED) times[i - WARMED] = time;
            }
            for (WireClient each : open) each.close();
            Arrays.sort(times);
            double median = times[RELEASES / 2];
            return new Result(
                    median <= BOUND_MS,
                    String.format(
                            Locale.ROOT,
                            "%d clients hold a release after %.0f ms (%.0f-%.0f), bound %.0f ms, ratio %.2f",
                            CLIENTS,
                            median,
                            times[0],
                            times[RELEASES - 1],
                            BOUND_MS,
                            median / BOUND_MS));
        }
    }

    private static ConfigEdit edit(String key, String value) {
        return new ConfigEdit("set", key, null, null, value, null);
    }

    private static void publish(Stack stack, long app, List<ConfigEdit> edits) throws Exception {
        stack.post(
                "/apps/" + app + "/config/releases",
                new NewConfigRelease(null, null, null, edits),
                ConfigReleaseView.class);
    }

    /** Milliseconds until all have it. */
    private double release(Stack stack, long app, String value) throws Exception {
        TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis()); // the last one is over, and each stands by itself
        var waits = new CountDownLatch(CLIENTS);
        round = new Round(value, waits);
        long from = System.nanoTime();
        publish(stack, app, List.of(edit("key7", value)));
        if (!waits.await(30, TimeUnit.SECONDS)) {
            throw new IllegalStateException(waits.getCount() + " instances do not have the release after 30 s");
        }
        return (System.nanoTime() - from) / 1e6;
    }

    private void connect(Stack stack, BenchApps app, ExecutorService readers) throws Exception {
        List<Callable<Void>> work = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            int number = i;
            work.add(() -> {
                var client = new WireClient(stack.uri(""));
                open.add(client);
                String token = app.login(client, "10.0.0.1@" + number, "bench/1");
                var query = new ConfigQuery(app.name(), null, null, null, 0, null, null);
                ConfigInfo all = client.post("/Config/GetAll", token, query, ConfigInfo.class);
                if (all == null || all.configs() == null) throw new IOException("no config");
                client.upgrade("/App/Notify", token);
                long version = all.version();
                readers.execute(() -> read(client, version));
                return null;
            });
        }
        try (var threads = Executors.newFixedThreadPool(AT_ONCE)) {
            for (var done : threads.invokeAll(work)) done.get();
        }
    }

    /** Takes what is pushed, and says what it has, until the channel is closed. */
    private void read(WireClient client, long first) {
        long version = first;
        try {
            while (true) {
                String frame = client.frame();
                if (!frame.startsWith(ConfigChange.PREFIX)) continue;
                ConfigChange change = Json.WIRE.read(frame.substring(ConfigChange.PREFIX.length()), ConfigChange.class);
                Map<String, String> configs = change.configs();
                if (change.from() != version || configs == null) continue; // the round tells that it is missing
                version = change.version();
                Round now = round;
                if (now.value().equals(configs.get("key7"))) now.waits().countDown();
                client.say(ConfigChange.PREFIX + Json.WIRE.text(new ConfigHeld(version)));
            }
        } catch (IOException _) {
            // it was closed: the measurement is over
        }
    }
}
