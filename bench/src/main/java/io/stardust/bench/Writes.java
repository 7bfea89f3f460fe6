package io.stardust.bench;

import io.stardust.api.deploy.DeploymentView;
import io.stardust.bench.Main.Load;
import io.stardust.bench.Main.Result;
import io.stardust.protocol.Json;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Durable edits a second through the people API with 64 clients, each edit with its change row on disk before the
 * answer; beside the fsyncs a second that one thread gets from the same disk, which bounds a store without group
 * commit. Bound: more commits than fsyncs alone would give a client one by one.
 */
final class Writes implements Load {
    private static final int CLIENTS = 64;
    private static final Duration WARM = Duration.ofSeconds(5);
    private static final Duration COUNTED = Duration.ofSeconds(10);

    @Override
    public Result run(Path launcher) throws Exception {
        double fsyncs;
        double single;
        double many;
        try (var stack = new Stack(launcher).startServer().signIn()) {
            long[] deployments = new long[CLIENTS];
            for (int i = 0; i < CLIENTS; i++) {
                deployments[i] = stack.deployment("d" + i);
            }
            fsyncs = fsyncs(stack.folder());
            edits(stack, deployments, CLIENTS, WARM);
            single = edits(stack, deployments, 1, Duration.ofSeconds(3));
            many = edits(stack, deployments, CLIENTS, COUNTED);
        }
        System.out.println(String.format(
                Locale.ROOT, "64 clients %.0f/s, 1 client %.0f/s, fsync of one thread %.0f/s", many, single, fsyncs));
        return new Result(
                many >= single,
                String.format(
                        Locale.ROOT,
                        "%.0f commits/s with 64 clients, fsync %.0f/s, ratio %.2f",
                        many,
                        fsyncs,
                        many / fsyncs));
    }

    private static double edits(Stack stack, long[] deployments, int clients, Duration time) throws Exception {
        var count = new AtomicLong();
        long end = System.nanoTime() + time.toNanos();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Void>> work = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                long deployment = deployments[i];
                work.add(() -> {
                    for (int n = 0; System.nanoTime() < end; n++) {
                        var body = BodyPublishers.ofByteArray(Json.PEOPLE.bytes(Map.of("arguments", "n=" + n)));
                        byte[] answer = stack.call("PATCH", "/deployments/" + deployment, body, "application/json");
                        if (Json.PEOPLE.read(answer, DeploymentView.class).id() == deployment) count.incrementAndGet();
                    }
                    return null;
                });
            }
            for (var done : threads.invokeAll(work)) done.get();
        }
        return count.get() / (time.toMillis() / 1_000.0);
    }

    /** Appends 4 KiB and syncs, for two seconds. */
    private static double fsyncs(Path folder) throws IOException {
        var block = ByteBuffer.allocate(4_096);
        long count = 0;
        long begun = System.nanoTime();
        try (var file =
                FileChannel.open(folder.resolve("fsync"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            for (; System.nanoTime() - begun < 2e9; count++) {
                file.write(block.rewind());
                file.force(false);
            }
        }
        return count / ((System.nanoTime() - begun) / 1e9);
    }
}
