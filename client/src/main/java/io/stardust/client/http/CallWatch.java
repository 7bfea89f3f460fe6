package io.stardust.client.http;

import io.stardust.protocol.loop.Loop;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Ends calls that take too long, their bodies too: the JDK's own time-out of a request ends with the head of its
 * answer. Handlers that hand out a stream have theirs at once, and read it as long as they like. Thread-safe.
 *
 * <p>One thread looks at all calls under way five times a second and interrupts who waits too long; the JDK then closes
 * the connection. Its timer, and a subscriber of our own around the body, wake one more thread each for every call:
 * together they cost it 15 us. Only short limits have the timer as well.
 */
final class CallWatch implements AutoCloseable {
    /** A limit below this is kept by the JDK's timer, to the millisecond, as far as the head goes. */
    static final Duration EXACT = Duration.ofSeconds(2);

    private static final Duration LOOK = Duration.ofMillis(200);

    private final LongSupplier nanoTime;
    private final Set<Call> underWay = ConcurrentHashMap.newKeySet();
    private final Loop loop = Loop.every("stardust-calls", LOOK, this::look);

    CallWatch(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    CallWatch start() {
        loop.start();
        return this;
    }

    /**
     * Sends by {@code client}; blocks.
     *
     * @param end the time on the clock until which the answer has to be there whole
     * @throws HttpTimeoutException if it was not
     */
    <T> HttpResponse<T> send(HttpClient client, HttpRequest request, BodyHandler<T> handler, long end)
            throws IOException, InterruptedException {
        var call = new Call(Thread.currentThread(), end);
        underWay.add(call);
        try {
            HttpResponse<T> response = client.send(request, handler);
            if (call.isEnded()) Thread.interrupted(); // the answer came in the same moment
            return response;
        } catch (IOException | InterruptedException e) {
            if (!call.isEnded()) throw e;
            Thread.interrupted();
            throw new HttpTimeoutException("the answer was not there in time");
        } finally {
            underWay.remove(call);
            call.isEnded(); // for what is thrown besides
        }
    }

    private void look() {
        long now = nanoTime.getAsLong();
        for (Call each : underWay) if (now - each.end >= 0) each.expire();
    }

    @Override
    public void close() {
        loop.close();
    }

    private static final class Call {
        private final Thread caller;
        private final long end;
        private boolean over; // guarded by this
        private boolean ended; // guarded by this

        Call(Thread caller, long end) {
            this.caller = caller;
            this.end = end;
        }

        synchronized void expire() {
            if (over) return;
            over = true;
            ended = true;
            caller.interrupt();
        }

        /** Whether the watch has ended it; it never does afterwards. */
        synchronized boolean isEnded() {
            over = true;
            return ended;
        }
    }
}
