package io.stardust.server.adopt;

import io.stardust.api.adopt.AdoptionBody;
import io.stardust.api.deploy.PlacementView;
import io.stardust.server.http.Answer;
import io.stardust.server.http.Api;
import io.stardust.server.http.Call;
import io.stardust.server.http.Need;
import io.stardust.server.report.LocalServices;

/** Agents' own services on the people face: to be looked at, or made deployments. */
public final class LocalServiceRoutes {
    private final LocalServices services;
    private final Adoption adoption;

    public LocalServiceRoutes(LocalServices services, Adoption adoption) {
        this.services = services;
        this.adoption = adoption;
    }

    /** Adds the routes. */
    public void register(Api api) {
        api.get(
                        "/nodes/{id}/local-services",
                        Need.VIEWER,
                        call -> Answer.of(services.of(call.visible(), call.id("id"))))
                .post("/nodes/{id}/local-services/adopt", Need.ADMIN, this::adopt)
                .get(
                        "/placements/{id}/adoption",
                        Need.OPERATOR,
                        call -> Answer.of(adoption.view(call.visible(), call.id("id"))));
    }

    private Answer adopt(Call call) {
        PlacementView made = adoption.adopt(call.caller(), call.id("id"), call.body(AdoptionBody.class));
        return Answer.created("/placements/" + made.id(), made);
    }
}
