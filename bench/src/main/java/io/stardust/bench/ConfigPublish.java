package io.stardust.bench;

import io.stardust.api.app.AppView;
import io.stardust.api.app.NewApp;
import io.stardust.api.config.ConfigEdit;
import io.stardust.api.config.ConfigReleaseView;
import io.stardust.api.config.NewConfigRelease;
import io.stardust.bench.Main.Load;
import io.stardust.bench.Main.Result;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How many releases of one key each 64 editors publish in a second, each in an app of 100 keys; and how long it takes
 * from the answer of a publish, which is on the disk then, until a listener has heard of it. The answer waits for no
 * push. Bound: 2,000 a second (Nacos 346 on such a machine), and 1 ms at the median, 10 ms for the slowest hundredth
 * (etcd 0.69 ms from the put to the watcher).
 */
final class ConfigPublish implements Load {
    private static final int EDITORS = 64;
    private static final int KEYS = 100;
    private static final int RELEASES = 500;
    private static final int WARMED = 100;
    private static final Duration WARM = Duration.ofSeconds(30);
    private static final Duration COUNTED = Duration.ofSeconds(8);

    @Override
    public Result run(Path launcher) throws Exception {
        double rate;
        double[] heard;
        try (var stack = new Stack(launcher).startServer().signIn()) {
            long[] apps = new long[EDITORS];
            for (int i = 0; i < EDITORS; i++) {
                apps[i] = stack.post("/apps", NewApp.named("editors" + i), AppView.class)
                        .id();
                List<ConfigEdit> edits = new ArrayList<>();
                for (int key = 0; key < KEYS; key++) edits.add(edit("key" + key, "value"));
                publish(stack, apps[i], edits);
            }
            releases(stack, apps, WARM);
            rate = releases(stack, apps, COUNTED);
            heard = listener(stack);
        }
        System.out.println(String.format(
                Locale.ROOT,
                "%.0f releases/s by %d editors; told %.2f ms after the answer at the median, p99 %.2f ms",
                rate,
                EDITORS,
                heard[0],
                heard[1]));
        return new Result(
                rate >= 2_000 && heard[0] <= 1 && heard[1] <= 10,
                String.format(
                        Locale.ROOT,
                        "%.0f releases/s, told after %.2f ms, p99 %.2f ms, bound 2000, 1 and 10 ms, ratio %.2f, %.2f and %.2f",
                        rate,
                        heard[0],
                        heard[1],
                        rate / 2_000,
                        heard[0],
                        heard[1] / 10));
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

    private static double releases(Stack stack, long[] apps, Duration time) throws Exception {
        var count = new AtomicLong();
        long end = System.nanoTime() + time.toNanos();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Void>> work = new ArrayList<>();
            for (long app : apps) {
                work.add(() -> {
                    while (System.nanoTime() < end) {
                        publish(stack, app, List.of(edit("key7", String.valueOf(count.incrementAndGet()))));
                    }
                    return null;
                });
            }
            for (var done : threads.invokeAll(work)) done.get();
        }
        return count.get() / (time.toMillis() / 1_000.0);
    }

    /** Median and p99 in ms, less than 0 being 0: the push may come before the answer. */
    private static double[] listener(Stack stack) throws Exception {
        BenchApps app = BenchApps.make(stack, "listened");
        long id = ConfigRead.id(stack, app.name());
        var told = new AtomicLong();
        var waits = new CountDownLatch[1];
        try (var client = new WireClient(stack.uri(""))) {
            String token = app.login(client, "10.0.0.2@1", null);
            client.upgrade("/App/Notify", token);
            Thread.ofVirtual().start(() -> {
                try {
                    while (true) {
                        if (!client.frame().contains("config/publish")) continue;
                        told.set(System.nanoTime());
                        waits[0].countDown();
                    }
                } catch (IOException _) {
                    // it was closed: the measurement is over
                }
            });
            double[] all = new double[RELEASES];
            for (int i = 0; i < WARMED + RELEASES; i++) {
                waits[0] = new CountDownLatch(1);
                publish(stack, id, List.of(edit("key", String.valueOf(i))));
                long answered = System.nanoTime();
                if (!waits[0].await(5, TimeUnit.SECONDS)) throw new IllegalStateException("a release was not told");
                if (i >= WARMED) all[i - WARMED] = Math.max(0, told.get() - answered) / 1e6;
                TimeUnit.MILLISECONDS.sleep(10); // each by itself
            }
            Arrays.sort(all);
            return new double[] {all[RELEASES / 2], all[(int) (RELEASES * 0.99)]};
        }
    }
}
