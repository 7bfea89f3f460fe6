package io.stardust.e2e;

import io.stardust.client.Stardust;
import io.stardust.protocol.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * A consumer of all services of a {@link Crowd}: it subscribes by our library, and asks besides, time and again, as
 * clients without a channel do. Notes the shortest list that it was ever shown.
 */
final class Watcher implements AutoCloseable {
    private static final List<String> PATHS = List.of("/App/ResolveService", "/App/SubscribeService");
    private static final Duration BETWEEN = Duration.ofMillis(5);

    private final World world;
    private final int services;
    private final Stardust stardust;
    private final String token;
    private final AtomicIntegerArray fewest;
    private final AtomicIntegerArray now;
    private final AtomicLong asked = new AtomicLong();
    private final AtomicLong empty = new AtomicLong();
    private final Thread asks;
    private volatile boolean over;

    /** Returns when it knows {@code each} providers of every service. */
    Watcher(World world, Crowd crowd, int each) throws IOException {
        this.world = world;
        this.services = crowd.services();
        this.stardust = Sdk.start(world, "watcher", 1);
        this.fewest = new AtomicIntegerArray(services);
        this.now = new AtomicIntegerArray(services);
        for (int i = 0; i < services; i++) {
            int service = i;
            fewest.set(i, Integer.MAX_VALUE);
            stardust.registry().subscribe(Crowd.service(i), list -> {
                now.set(service, list.size());
                fewest.accumulateAndGet(service, list.size(), Math::min);
            });
        }
        await(each);
        try (var client = new RawClient(world.server().address())) {
            this.token = crowd.login(client, "old@1");
        }
        this.asks = Thread.ofVirtual().start(this::ask);
        awaitAsked(services);
    }

    /** Waits until it knows so many providers of every service. */
    void await(int each) {
        Awaits.until(each + " providers of every service are known", Duration.ofSeconds(40), () -> {
            for (int i = 0; i < services; i++) if (now.get(i) != each) return false;
            return true;
        });
    }

    /** Waits until it has asked so often more. */
    void awaitAsked(int more) {
        long enough = asked.get() + more;
        Awaits.until(more + " questions are answered", Duration.ofSeconds(40), () -> asked.get() >= enough);
    }

    /** The shortest list that the subscriptions showed. */
    int fewest() {
        int least = Integer.MAX_VALUE;
        for (int i = 0; i < services; i++) least = Math.min(least, fewest.get(i));
        return least;
    }

    /** How many questions were answered with an empty list. */
    long empty() {
        return empty.get();
    }

    private void ask() {
        while (!over) {
            try (var client = new RawClient(world.server().address())) {
                for (int i = 0; !over; i = (i + 1) % services) {
                    byte[] question = Json.PEOPLE.bytes(Map.of("ServiceName", Crowd.service(i)));
                    for (String path : PATHS) {
                        String answer = new String(client.exchange(path, token, question), StandardCharsets.UTF_8);
                        if (!answer.contains("\"Client\":")) empty.incrementAndGet();
                    }
                    asked.incrementAndGet();
                    LockSupport.parkNanos(BETWEEN.toNanos());
                }
            } catch (IOException away) {
                LockSupport.parkNanos(BETWEEN.toNanos()); // the server is
            }
        }
    }

    @Override
    public void close() throws IOException {
        over = true;
        try {
            asks.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        stardust.close();
    }
}
