package io.stardust.e2e;

import io.stardust.client.Stardust;
import io.stardust.client.http.ServiceClient;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An app that calls a service: without a pause, by several threads, until it is closed; and when it is told to. */
final class Calls implements AutoCloseable {
    /** JDK-8357639: its client took the answer for something uninvited. Mended in JDK 26. */
    private static final String LOST = "Data received while in pool";

    private static final int LOST_AT_MOST = 2;

    private final Stardust stardust;
    private final String service;
    private final String path;
    private final AtomicLong done = new AtomicLong();
    private final Queue<Call> all = new ConcurrentLinkedQueue<>();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean over;

    /**
     * One call.
     *
     * @param began {@code System.nanoTime}, as {@code ended}
     * @param failure null: it was answered with 200
     */
    record Call(
            String method, long began, long ended, @Nullable String failure) {
        boolean failed() {
            return failure != null;
        }

        /** Whether it was served, and the JDK's client threw the answer away. */
        boolean isLost() {
            return failure != null && failure.endsWith(LOST);
        }

        Duration took() {
            return Duration.ofNanos(ended - began);
        }
    }

    /** Begins; {@code gets} threads ask what may be asked again, {@code posts} what may not. */
    Calls(Stardust stardust, String service, String path, int gets, int posts) {
        this.stardust = stardust;
        this.service = service;
        this.path = path;
        for (int i = 0; i < gets; i++) threads.add(Thread.ofVirtual().start(() -> callAll("GET")));
        for (int i = 0; i < posts; i++) threads.add(Thread.ofVirtual().start(() -> callAll("POST")));
    }

    private void callAll(String method) {
        while (!over) all.add(call(method));
    }

    private Call call(String method) {
        HttpRequest.Builder request = ServiceClient.request(path);
        if (method.equals("POST")) request.POST(BodyPublishers.noBody());
        long began = System.nanoTime();
        @Nullable String failure = null;
        try {
            HttpResponse<String> answer = stardust.http().send(service, request.build(), BodyHandlers.ofString());
            if (answer.statusCode() != 200) failure = answer.statusCode() + " " + answer.body();
        } catch (IOException e) {
            failure = whole(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            failure = "interrupted";
            over = true;
        }
        done.incrementAndGet();
        return new Call(method, began, System.nanoTime(), failure);
    }

    /** With its causes: only they tell which end has closed a connection. */
    private static String whole(IOException failure) {
        return Stream.iterate((Throwable) failure, Objects::nonNull, Throwable::getCause)
                .map(Throwable::toString)
                .collect(Collectors.joining(" <- "));
    }

    /** Makes one more call, beside the others. */
    void once() {
        threads.add(Thread.ofVirtual().start(() -> all.add(call("GET"))));
    }

    /** Waits until so many more have ended. */
    void await(int more) {
        long enough = done.get() + more;
        Awaits.until(more + " calls of " + service, Duration.ofSeconds(30), () -> done.get() >= enough);
    }

    /** Those of {@code method} that ended until now. */
    List<Call> of(String method) {
        return all.stream().filter(call -> call.method.equals(method)).toList();
    }

    /** Those of {@code method} that were not answered well, without the one or two whose answer was lost. */
    List<Call> failed(String method) {
        List<Call> failed = of(method).stream().filter(Call::failed).toList();
        if (failed.stream().filter(Call::isLost).count() > LOST_AT_MOST) return failed;
        return failed.stream().filter(call -> !call.isLost()).toList();
    }

    /** Waits for the calls under way. */
    @Override
    public void close() {
        over = true;
        for (Thread each : threads) {
            try {
                each.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
