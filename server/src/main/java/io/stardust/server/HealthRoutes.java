package io.stardust.server;

import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRouting;
import io.stardust.protocol.Json;

/** {@code GET /health}, for load balancers and service managers: 200 while the server works, 503 with the reason. */
final class HealthRoutes {
    private final Health health;

    HealthRoutes(Health health) {
        this.health = health;
    }

    void register(HttpRouting.Builder routing) {
        routing.get("/health", (_, response) -> {
            Health.View view = health.view();
            response.status(view.up() ? Status.OK_200 : Status.SERVICE_UNAVAILABLE_503)
                    .header(HeaderNames.CONTENT_TYPE, "application/json")
                    .send(Json.PEOPLE.bytes(view));
        });
    }
}
