package io.stardust.spring.cloud;

import io.stardust.client.Stardust;
import io.stardust.client.registry.Offer;
import java.util.Locale;
import org.springframework.cloud.client.serviceregistry.ServiceRegistry;

/**
 * Offers what a registration says, and takes it back. The status {@code OUT_OF_SERVICE} or {@code DOWN} takes it back
 * while the application goes on, {@code UP} offers it again. Thread-safe.
 */
public final class StardustServiceRegistry implements ServiceRegistry<StardustRegistration> {
    private static final String UP = "UP";
    private static final String OUT = "OUT_OF_SERVICE";

    private final Stardust stardust;

    StardustServiceRegistry(Stardust stardust) {
        this.stardust = stardust;
    }

    /**
     * Returns at once.
     *
     * @throws IllegalStateException if the registration is of a web server that has not begun
     */
    @Override
    public void register(StardustRegistration registration) {
        Offer offer = registration.offer();
        if (offer == null) {
            throw new IllegalStateException("service " + registration.getServiceId()
                    + ": nothing to register (expected: a web server that has begun, or stardust.address)");
        }
        stardust.registry().register(offer);
    }

    @Override
    public void deregister(StardustRegistration registration) {
        stardust.registry().unregister(registration.getServiceId());
    }

    /** Does nothing: the application's {@code Stardust} leaves by itself. */
    @Override
    public void close() {}

    @Override
    public void setStatus(StardustRegistration registration, String status) {
        switch (status.toUpperCase(Locale.ROOT)) {
            case UP -> register(registration);
            case OUT, "DOWN" -> deregister(registration);
            default ->
                throw new IllegalArgumentException(
                        "status '" + status + "' (expected: " + UP + ", " + OUT + " or DOWN)");
        }
    }

    @Override
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // the interface leaves the type to each registry
    public <T> T getStatus(StardustRegistration registration) {
        boolean offered = stardust.registry().offered().contains(registration.getServiceId());
        return (T) (offered ? UP : OUT);
    }
}
