package io.stardust.bench;

import io.stardust.bench.Main.Load;
import io.stardust.bench.Main.Result;
import io.stardust.protocol.registry.ResolveServiceInfo;
import io.stardust.protocol.registry.ServiceState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;

/**
 * What 10,000 instances cost the server that are logged in, have a push channel open and listen to one service each,
 * and do nothing. Bound: 300 MB more than without them. More are tried behind them, nearly as many as a server takes
 * (http.connections), which nothing bounds.
 */
final class Connections implements Load {
    private static final int CLIENTS = 10_000;
    private static final int MORE = 9_900;
    private static final int SERVICES = 100;
    private static final int AT_ONCE = 64;

    @Override
    public Result run(Path launcher) throws Exception {
        var open = new ConcurrentLinkedQueue<WireClient>();
        try (var stack = new Stack(launcher).startServer().signIn()) {
            BenchApps app = BenchApps.make(stack, "bench");
            idle();
            double before = Figures.residentMb(stack.serverPid());
            long from = System.nanoTime();
            connect(stack, app, open, 0, CLIENTS);
            double seconds = (System.nanoTime() - from) / 1e9;
            idle();
            double after = Figures.residentMb(stack.serverPid());
            System.out.println(String.format(
                    Locale.ROOT,
                    "%d clients in %.1f s; server %.0f MB without, %.0f MB with them",
                    open.size(),
                    seconds,
                    before,
                    after));
            connect(stack, app, open, CLIENTS, MORE);
            idle();
            System.out.println(String.format(
                    Locale.ROOT, "%d clients: server %.0f MB", open.size(), Figures.residentMb(stack.serverPid())));
            return new Result(
                    open.size() == CLIENTS + MORE && after - before <= 300,
                    String.format(
                            Locale.ROOT,
                            "%.0f MB more for %d clients, bound 300 MB, ratio %.2f",
                            after - before,
                            CLIENTS,
                            (after - before) / 300));
        } finally {
            for (WireClient each : open) each.close();
        }
    }

    /** The server collects what the logins left behind, and gives it back. */
    private static void idle() throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(12).toNanos();
        Stack.await("it idles", Duration.ofSeconds(15), () -> System.nanoTime() > end);
    }

    private static void connect(
            Stack stack, BenchApps app, ConcurrentLinkedQueue<WireClient> open, int first, int count) throws Exception {
        List<Callable<Void>> work = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int number = first + i;
            work.add(() -> {
                var client = new WireClient(stack.uri(""));
                open.add(client);
                String token = app.login(client, "10.0.0.1@" + number, "bench/1");
                var wish = new ResolveServiceInfo("s" + number % SERVICES, null, null, null, null);
                client.post("/App/SubscribeService", token, wish, ServiceState.class);
                client.upgrade("/App/Notify", token);
                return null;
            });
        }
        try (var threads = Executors.newFixedThreadPool(AT_ONCE)) {
            for (var done : threads.invokeAll(work)) done.get();
        }
    }
}
