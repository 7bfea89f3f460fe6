package io.stardust.server.deploy;

import io.stardust.api.deploy.PlacementBody;
import io.stardust.api.deploy.PlacementView;
import io.stardust.server.app.AppRoutes;
import io.stardust.server.deploy.Placements.Act;
import io.stardust.server.http.Answer;
import io.stardust.server.http.Api;
import io.stardust.server.http.ApiException.Invalid;
import io.stardust.server.http.Call;
import io.stardust.server.http.Need;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Placements on the people face. */
public final class PlacementRoutes {
    private static final int CURSOR = 500; // characters
    private static final int LINES = 1_000;

    private final Placements placements;
    private final Output output;

    public PlacementRoutes(Placements placements, Output output) {
        this.placements = placements;
        this.output = output;
    }

    /** Adds the routes. */
    public void register(Api api) {
        api.get("/deployments/{id}/placements", Need.VIEWER, this::ofDeployment)
                .post("/deployments/{id}/placements", Need.OPERATOR, this::create)
                .get("/placements", Need.VIEWER, this::list)
                .get("/placements/{id}", Need.VIEWER, this::get)
                .patch("/placements/{id}", Need.OPERATOR, this::edit)
                .delete("/placements/{id}", Need.OPERATOR, this::remove)
                .post("/placements/{id}/start", Need.OPERATOR, call -> act(call, Act.START))
                .post("/placements/{id}/stop", Need.OPERATOR, call -> act(call, Act.STOP))
                .post("/placements/{id}/restart", Need.OPERATOR, call -> act(call, Act.RESTART))
                .post("/placements/{id}/reinstall", Need.OPERATOR, call -> act(call, Act.REINSTALL))
                .get("/placements/{id}/output", Need.VIEWER, this::output);
    }

    private Answer ofDeployment(Call call) {
        int limit = call.limit();
        return Answer.of(placements.ofDeployment(call.caller(), call.id("id"), call.cursor(), limit));
    }

    private Answer create(Call call) {
        PlacementView made = placements.create(call.caller(), call.id("id"), call.body(PlacementBody.class));
        return Answer.created("/placements/" + made.id(), made);
    }

    private Answer list(Call call) {
        int limit = call.limit();
        var filter = new PlacementSearchStore.Filter(
                call.queryId("node").orElse(0L),
                call.queryId("deployment").orElse(0L),
                AppRoutes.filter(call),
                DeploymentRoutes.standing(call, "state"));
        return Answer.of(
                placements.list(call.caller(), filter, call.order(PlacementSearchStore.SORTING), call.cursor(), limit));
    }

    private Answer get(Call call) {
        PlacementView found = placements.get(call.caller(), call.id("id"));
        return Answer.of(found, found.revision());
    }

    private Answer edit(Call call) {
        PlacementView edited =
                placements.edit(call.caller(), call.id("id"), call.body(PlacementBody.class), call.ifMatch());
        return Answer.of(edited, edited.revision());
    }

    private Answer remove(Call call) {
        long id = call.id("id");
        boolean force = call.query("force").map("true"::equalsIgnoreCase).orElse(false);
        Optional<PlacementView> left = placements.remove(call.caller(), id, force);
        return left.map(view -> Answer.accepted("/placements/" + id, view)).orElseGet(Answer::none);
    }

    private Answer act(Call call, Act act) {
        PlacementView view = placements.act(call.caller(), call.id("id"), act);
        return Answer.of(view, view.revision());
    }

    private Answer output(Call call) {
        @Nullable String after = call.query("after").orElse(null);
        if (after != null && after.length() > CURSOR) throw new Invalid("after", "too long", "the next of an answer");
        return Answer.of(output.ask(call.visible(), call.id("id"), call.queryInt("lines", 100, 1, LINES), after));
    }
}
