package io.stardust.server.deploy;

import io.stardust.server.http.Answer;
import io.stardust.server.http.Api;
import io.stardust.server.http.Need;

/** Agents' own services on the people face: to be looked at only. */
public final class LocalServiceRoutes {
    private final LocalServices services;

    public LocalServiceRoutes(LocalServices services) {
        this.services = services;
    }

    /** Adds the route. */
    public void register(Api api) {
        api.get(
                "/nodes/{id}/local-services",
                Need.VIEWER,
                call -> Answer.of(services.of(call.visible(), call.id("id"))));
    }
}
