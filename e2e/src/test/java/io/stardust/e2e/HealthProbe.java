package io.stardust.e2e;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Asks a server how it is, again and again, and notes how long the slowest answer took; and how much too late this
 * program itself woke up meanwhile, as a machine makes it that has more to do than it can.
 */
final class HealthProbe implements AutoCloseable {
    private static final Duration BETWEEN = Duration.ofMillis(20);

    private final HttpRequest request;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final AtomicLong slowest = new AtomicLong();
    private final AtomicLong stall = new AtomicLong();
    private final AtomicLong bad = new AtomicLong();
    private final Thread thread;
    private volatile boolean over;

    HealthProbe(ServerProcess server) {
        request = HttpRequest.newBuilder(server.address().resolve("/health"))
                .timeout(Duration.ofSeconds(20))
                .build();
        thread = Thread.ofPlatform().name("health").start(this::ask);
    }

    private void ask() {
        while (!over) {
            long began = System.nanoTime();
            try {
                if (http.send(request, BodyHandlers.discarding()).statusCode() != 200) bad.incrementAndGet();
            } catch (IOException e) {
                bad.incrementAndGet();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
            long answered = System.nanoTime();
            slowest.accumulateAndGet(answered - began, Math::max);
            LockSupport.parkNanos(BETWEEN.toNanos());
            stall.accumulateAndGet(System.nanoTime() - answered - BETWEEN.toNanos(), Math::max);
        }
    }

    Duration slowest() {
        return Duration.ofNanos(slowest.get());
    }

    /** By how much this program woke up too late at most. */
    Duration stall() {
        return Duration.ofNanos(stall.get());
    }

    /** How many answers were missing, or not 200. */
    long bad() {
        return bad.get();
    }

    @Override
    public void close() {
        over = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
