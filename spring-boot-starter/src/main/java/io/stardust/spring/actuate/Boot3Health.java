package io.stardust.spring.actuate;

import io.stardust.client.Stardust;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;

/**
 * UP while the application is logged in, else UNKNOWN and never DOWN: it works without a server, and whoever restarts
 * what is DOWN would end it because the server is away. For Boot 3.
 */
final class Boot3Health implements HealthIndicator {
    private final Stardust stardust;

    Boot3Health(Stardust stardust) {
        this.stardust = stardust;
    }

    @Override
    public Health health() {
        boolean loggedIn = stardust.isLoggedIn();
        return (loggedIn ? Health.up() : Health.unknown())
                .withDetail("loggedIn", loggedIn)
                .withDetail("offered", stardust.registry().offered())
                .build();
    }
}
