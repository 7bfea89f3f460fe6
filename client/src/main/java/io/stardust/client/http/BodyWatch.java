package io.stardust.client.http;

import io.stardust.protocol.loop.Loop;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Flow.Subscription;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Ends bodies that do not come in time: the JDK's own time-out of a request ends with the head of its answer. Handlers
 * that hand out a stream have theirs at once, and read it as long as they like. One thread looks at all bodies under
 * way five times a second; a timer for each costs a call 15 us. Thread-safe.
 */
final class BodyWatch implements AutoCloseable {
    private static final Duration LOOK = Duration.ofMillis(200);

    private final LongSupplier nanoTime;
    private final Set<Body<?>> underWay = ConcurrentHashMap.newKeySet();
    private final Loop loop = Loop.every("stardust-bodies", LOOK, this::look);

    BodyWatch(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    BodyWatch start() {
        loop.start();
        return this;
    }

    /** What {@code handler} makes of a body, if that is there at {@code end}. */
    <T> BodyHandler<T> until(long end, BodyHandler<T> handler) {
        return head -> new Body<>(handler.apply(head), end, underWay);
    }

    private void look() {
        long now = nanoTime.getAsLong();
        for (Body<?> each : underWay) if (now - each.end >= 0) each.expire();
    }

    @Override
    public void close() {
        loop.close();
    }

    private static final class Body<T> implements BodySubscriber<T> {
        private final BodySubscriber<T> inner;
        private final long end;
        private final Set<Body<?>> underWay;
        private final CompletableFuture<T> result = new CompletableFuture<>();
        private volatile @Nullable Subscription subscription;

        Body(BodySubscriber<T> inner, long end, Set<Body<?>> underWay) {
            this.inner = inner;
            this.end = end;
            this.underWay = underWay;
        }

        @Override
        public CompletionStage<T> getBody() {
            underWay.add(this);
            inner.getBody().whenComplete((body, failure) -> {
                underWay.remove(this);
                if (failure == null) result.complete(body);
                else result.completeExceptionally(failure);
            });
            return result;
        }

        void expire() {
            underWay.remove(this);
            if (!result.completeExceptionally(new HttpTimeoutException("the body of the answer timed out"))) return;
            Subscription open = subscription;
            if (open != null) open.cancel(); // closes the connection
        }

        @Override
        public void onSubscribe(Subscription begun) {
            subscription = begun;
            inner.onSubscribe(begun);
        }

        @Override
        public void onNext(List<ByteBuffer> piece) {
            inner.onNext(piece);
        }

        @Override
        public void onError(Throwable failure) {
            inner.onError(failure);
        }

        @Override
        public void onComplete() {
            inner.onComplete();
        }
    }
}
