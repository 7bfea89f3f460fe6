package io.stardust.spring;

import io.stardust.client.Stardust;
import io.stardust.client.registry.Offer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.env.Environment;

/**
 * Offers the application's service from the moment when its web server takes requests, and takes it back before the web
 * server ends: its phase lies behind that of the web server and of its graceful shutdown. An application without a web
 * server offers nothing unless {@code stardust.address} says where. Thread-safe.
 */
public final class Offering implements SmartLifecycle {
    /** Behind Boot's web server (MAX - 2048) and its graceful shutdown (MAX - 1024), in 3.5 and in 4. */
    private static final int PHASE = SmartLifecycle.DEFAULT_PHASE - 512;

    private static final System.Logger LOG = System.getLogger("io.stardust.spring");

    private final Stardust stardust;
    private final StardustProperties properties;
    private final Environment environment;
    private boolean running; // guarded by this
    private @Nullable Offer offer; // guarded by this

    Offering(Stardust stardust, StardustProperties properties, Environment environment) {
        this.stardust = stardust;
        this.properties = properties;
        this.environment = environment;
    }

    @Override
    public synchronized void start() {
        running = true;
        offer = offer();
        if (offer != null) stardust.registry().register(offer);
    }

    /** What is offered; null before the start, after the end, and when there is nothing to offer. */
    public synchronized @Nullable Offer current() {
        return running ? offer : null;
    }

    /** Name of the service; empty when nothing tells one. */
    public String service() {
        return Told.service(environment, properties);
    }

    private @Nullable Offer offer() {
        String address = properties.address();
        if (address == null) {
            // set by Boot when the web server is up: the same in 3.5 and 4, whose events are of different classes
            String port = environment.getProperty("local.server.port");
            if (port == null) return null;
            address = (isSecure() ? "https" : "http") + "://*:" + port;
        }
        String service = service();
        if (service.isEmpty()) {
            LOG.log(System.Logger.Level.WARNING, "nothing is offered: set spring.application.name or stardust.service");
            return null;
        }
        return new Offer(
                service,
                List.of(address),
                properties.release(),
                null,
                properties.health(),
                properties.tags(),
                properties.weight(),
                properties.metadata());
    }

    private boolean isSecure() {
        if (!environment.getProperty("server.ssl.enabled", Boolean.class, true)) return false;
        return environment.getProperty("server.ssl.bundle") != null
                || environment.getProperty("server.ssl.key-store") != null
                || environment.getProperty("server.ssl.certificate") != null;
    }

    /** Blocks until consumers had the time to hear of it. */
    @Override
    public void stop() {
        synchronized (this) {
            if (!running) return;
            running = false;
        }
        stardust.leave();
    }

    @Override
    public synchronized boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }
}
