package io.stardust.bench;

import io.stardust.api.app.AppView;
import io.stardust.api.app.MadeAppKey;
import io.stardust.api.app.NewApp;
import io.stardust.api.app.NewAppKey;
import io.stardust.api.logs.LogHistogram;
import io.stardust.bench.Main.Load;
import io.stardust.bench.Main.Result;
import io.stardust.client.log.LogEvent;
import io.stardust.client.log.LogSender;
import io.stardust.client.log.LogSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How long the SDK's log sender keeps the thread that logs, and whether all is there when the server was restarted
 * meanwhile. Bounds: 500 ns for an event, none lost.
 */
final class Appender implements Load {
    private static final int BURST = 5_000;
    private static final int BURSTS = 60;
    private static final int WARMED = 20;
    private static final int COUNTED = 30_000;
    private static final int A_MS = 3; // events, while the server restarts

    @Override
    public Result run(Path launcher) throws Exception {
        double handOff;
        long there;
        long dropped;
        try (var stack = new Stack(launcher).startServer().signIn()) {
            long app =
                    stack.post("/apps", NewApp.named("logging"), AppView.class).id();
            String token = stack.post(
                            "/apps/" + app + "/keys", new NewAppKey("bench", null, null, true), MadeAppKey.class)
                    .secret();
            LogSettings settings = LogSettings.of(Map.of(
                            "STARDUST_SERVER", stack.uri("").toString(),
                            "STARDUST_APP_ID", "logging",
                            "STARDUST_SECRET", token.substring(token.indexOf('.') + 1)))
                    .withFolder(stack.folder().resolve("waiting"));
            try (var sender = new LogSender(settings).start()) {
                handOff = handOff(sender);
                long before = sender.dropped();
                long begun = System.currentTimeMillis();
                var restart = Thread.ofVirtual().start(() -> restart(stack));
                for (int i = 0; i < COUNTED; i++) {
                    sender.offer(event("counted " + i));
                    if (i % A_MS == 0) TimeUnit.MILLISECONDS.sleep(1);
                }
                restart.join();
                there = counted(stack, begun, () -> sender.dropped() - before);
                dropped = sender.dropped() - before;
            }
        }
        return new Result(
                handOff <= 500 && there == COUNTED && dropped == 0,
                String.format(
                        Locale.ROOT,
                        "%.0f ns for an event (bound 500), %,d of %,d there after a restart, %,d dropped",
                        handOff,
                        there,
                        COUNTED,
                        dropped));
    }

    private static LogEvent event(String message) {
        long now = System.currentTimeMillis() * 1_000_000;
        return new LogEvent(now, LogEvent.Level.INFO, "io.shop.Cart", "main", "", message, null, Map.of());
    }

    /**
     * Of bursts that fit into the queue, ns an event, the median; a drop is cheaper, so that none may be among them.
     */
    private static double handOff(LogSender sender) throws InterruptedException {
        long dropped = 0;
        LogEvent event = event("an order was paid by somebody who wanted it");
        List<Double> each = new ArrayList<>();
        for (int burst = 0; burst < BURSTS; burst++) {
            if (burst == WARMED) dropped = sender.dropped();
            long begun = System.nanoTime();
            for (int i = 0; i < BURST; i++) sender.offer(event);
            double took = (System.nanoTime() - begun) / (double) BURST;
            if (burst >= WARMED) each.add(took);
            TimeUnit.MILLISECONDS.sleep(300); // until it is sent
        }
        if (sender.dropped() > dropped) throw new IllegalStateException("bursts that were measured did not fit");
        return Figures.median(each);
    }

    private static void restart(Stack stack) {
        try {
            TimeUnit.SECONDS.sleep(2);
            stack.stopServer();
            stack.startServer();
        } catch (Exception e) {
            throw new IllegalStateException("the server was not restarted", e);
        }
    }

    /** How many are there once all are there or dropped, or a minute is over. */
    private static long counted(Stack stack, long begun, LongSupplier dropped) throws Exception {
        long there = 0;
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        String path = "/logs/histogram?buckets=1&q=counted&from=" + (begun - 1_000) + "&to=";
        while (there + dropped.getAsLong() < COUNTED && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(50);
            there = stack.get(path + (System.currentTimeMillis() + 60_000), LogHistogram.class)
                    .total();
        }
        return there;
    }
}
