package io.stardust.server;

import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.stardust.protocol.Json;
import java.util.function.Predicate;

/**
 * {@code GET /health}, for load balancers and service managers: 200 while the server works, 503 with the reason; in
 * full for people who are signed in alone.
 */
final class HealthRoutes {
    private final Health health;
    private final Predicate<ServerRequest> known;

    /** @param known true for a request of somebody who is signed in */
    HealthRoutes(Health health, Predicate<ServerRequest> known) {
        this.health = health;
        this.known = known;
    }

    void register(HttpRouting.Builder routing) {
        routing.get("/health", (request, response) -> {
            Health.View full = health.view();
            Health.View brief = full.brief();
            Health.View view = full.equals(brief) || known.test(request) ? full : brief;
            response.status(view.up() ? Status.OK_200 : Status.SERVICE_UNAVAILABLE_503)
                    .header(HeaderNames.CONTENT_TYPE, "application/json")
                    .send(Json.PEOPLE.bytes(view));
        });
    }
}
