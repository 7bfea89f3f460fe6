package io.stardust.spring.cloud;

import io.stardust.client.Stardust;
import io.stardust.client.registry.Subscription;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.cloud.client.discovery.event.HeartbeatEvent;
import org.springframework.context.ApplicationEventPublisher;
import reactor.core.scheduler.Schedulers;

/**
 * Publishes Spring Cloud's {@link HeartbeatEvent} after each change of a service that is watched: whoever keeps what it
 * has found, such as a gateway its routes, reads again then. Changes that come together are one event. Thread-safe.
 */
final class Heartbeats implements DisposableBean {
    private final Stardust stardust;
    private final ApplicationEventPublisher publisher;
    private final Map<String, Subscription> watched = new ConcurrentHashMap<>();
    private final AtomicBoolean due = new AtomicBoolean();
    private final AtomicLong beats = new AtomicLong();
    private volatile boolean closed;

    Heartbeats(Stardust stardust, ApplicationEventPublisher publisher) {
        this.stardust = stardust;
        this.publisher = publisher;
    }

    /** Watches {@code service} from now on. */
    void watch(String service) {
        watched.computeIfAbsent(service, name -> stardust.registry().subscribe(name, providers -> changed()));
    }

    private void changed() {
        // not on the registry's thread: a listener may ask it, and wait
        if (due.compareAndSet(false, true)) Schedulers.boundedElastic().schedule(this::publish);
    }

    private void publish() {
        due.set(false);
        if (!closed) publisher.publishEvent(new HeartbeatEvent(this, beats.incrementAndGet()));
    }

    @Override
    public void destroy() {
        closed = true;
        watched.values().forEach(Subscription::close);
    }
}
