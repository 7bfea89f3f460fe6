package io.stardust.spring.cloud;

import io.stardust.client.registry.Offer;
import java.net.URI;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.client.serviceregistry.Registration;

/**
 * What the application offers, as Spring Cloud sees it. Until the web server has begun there is no port: it is 0 then.
 * Thread-safe.
 */
public final class StardustRegistration implements Registration {
    private final String service;
    private final Supplier<@Nullable Offer> offer;

    StardustRegistration(String service, Supplier<@Nullable Offer> offer) {
        this.service = service;
        this.offer = offer;
    }

    /** A registration of something else than the application's own web server. */
    public static StardustRegistration of(Offer offer) {
        return new StardustRegistration(offer.service(), () -> offer);
    }

    /** Null while nothing is offered. */
    public @Nullable Offer offer() {
        return offer.get();
    }

    private URI address() {
        Offer known = offer.get();
        String text = known == null ? "http://localhost:0" : known.addresses().get(0);
        return URI.create(text.replace("://*", "://localhost").replace("://0.0.0.0", "://localhost"));
    }

    @Override
    public String getServiceId() {
        return service;
    }

    @Override
    public String getHost() {
        return Objects.requireNonNullElse(address().getHost(), "localhost");
    }

    @Override
    public int getPort() {
        return Math.max(address().getPort(), 0);
    }

    @Override
    public boolean isSecure() {
        return "https".equalsIgnoreCase(address().getScheme());
    }

    @Override
    public URI getUri() {
        return address();
    }

    @Override
    public Map<String, String> getMetadata() {
        Offer known = offer.get();
        return known == null ? Map.of() : known.metadata();
    }
}
