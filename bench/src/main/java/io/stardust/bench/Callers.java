package io.stardust.bench;

import io.stardust.client.Stardust;
import io.stardust.client.registry.Provider;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Consumers of one service in this process, each with a line of its own to the server. Each POSTs to the providers in
 * turn, over kept connections, and tries nothing again: what fails is counted. For one thread.
 */
final class Callers implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final String service;
    private final List<Stardust> consumers = new ArrayList<>();
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();
    private final Map<String, AtomicInteger> failures = new ConcurrentHashMap<>();
    private final AtomicLong done = new AtomicLong();
    private final AtomicBoolean over = new AtomicBoolean();
    private final List<Thread> threads = new ArrayList<>();

    private volatile long pause; // ns between two calls of one consumer; 0: none

    Callers(Stack stack, BenchApps app, String service, int count) {
        this.service = service;
        Path folder = stack.folder();
        for (int i = 0; i < count; i++) {
            consumers.add(Stardust.builder()
                    .server(stack.uri("").toString())
                    .app(app.name())
                    .secret(app.secret())
                    .instance("caller@" + i)
                    .cache(folder.resolve("caller-" + i))
                    .start());
        }
    }

    /** Waits until each knows {@code providers} and has a token to show. */
    void await(int providers) throws Exception {
        for (Stardust each : consumers) {
            Stack.await(
                    "a consumer knows its providers",
                    Duration.ofSeconds(60),
                    () -> each.registry().resolve(service).size() == providers && each.serviceToken() != null);
        }
    }

    void start() {
        for (Stardust each : consumers) {
            threads.add(Thread.ofVirtual().start(() -> run(each)));
        }
    }

    private void run(Stardust consumer) {
        int turn = System.identityHashCode(consumer) & 0xff;
        long next = System.nanoTime();
        while (!over.get()) {
            call(consumer, turn++);
            next = Math.max(next + pause, System.nanoTime() - TimeUnit.SECONDS.toNanos(1));
            if (pause > 0) LockSupport.parkNanos(next - System.nanoTime());
        }
    }

    private void call(Stardust consumer, int turn) {
        try {
            List<Provider> known = consumer.registry().resolve(service);
            List<Provider> some =
                    known.stream().filter(each -> each.weight() > 0).toList();
            if (some.isEmpty()) some = known;
            if (some.isEmpty()) throw new IOException("nobody offers it");
            URI at = Objects.requireNonNull(some.get(turn % some.size()).http(), "no address");
            HttpRequest request = HttpRequest.newBuilder(at.resolve("/count"))
                    .header("Authorization", "Bearer " + consumer.serviceToken())
                    .timeout(LIMIT)
                    .POST(BodyPublishers.ofString("1"))
                    .build();
            int status = http.send(request, BodyHandlers.discarding()).statusCode();
            if (status != 200) throw new IOException("answered " + status);
            done.incrementAndGet();
        } catch (IOException | RuntimeException e) {
            failures.computeIfAbsent(e.toString(), _ -> new AtomicInteger()).incrementAndGet();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Calls that were answered well within {@code time}, each second. */
    double rate(Duration time) throws InterruptedException {
        long before = done.get();
        long from = System.nanoTime();
        TimeUnit.NANOSECONDS.sleep(time.toNanos());
        return (done.get() - before) * 1e9 / (System.nanoTime() - from);
    }

    /** From now on all together make so many calls a second. */
    void pace(double rate) {
        pause = Math.round(consumers.size() * 1e9 / rate);
    }

    long done() {
        return done.get();
    }

    int failed() {
        return failures.values().stream().mapToInt(AtomicInteger::get).sum();
    }

    /** What went wrong, and how often. */
    Map<String, AtomicInteger> failures() {
        return failures;
    }

    @Override
    public void close() {
        over.set(true);
        for (Thread each : threads) {
            try {
                each.join(LIMIT.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        for (Stardust each : consumers) each.close();
        http.close();
    }
}
