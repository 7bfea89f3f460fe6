package io.stardust.server.deploy;

import io.stardust.api.deploy.DeploymentBody;
import io.stardust.api.deploy.DeploymentView;
import io.stardust.server.app.AppRoutes;
import io.stardust.server.app.Bounds;
import io.stardust.server.deploy.Placements.Act;
import io.stardust.server.http.Answer;
import io.stardust.server.http.Api;
import io.stardust.server.http.ApiException.Invalid;
import io.stardust.server.http.Call;
import io.stardust.server.http.Check;
import io.stardust.server.http.Need;
import org.jspecify.annotations.Nullable;

/** Deployments on the people face. */
public final class DeploymentRoutes {
    private final Deployments deployments;
    private final Placements placements;

    public DeploymentRoutes(Deployments deployments, Placements placements) {
        this.deployments = deployments;
        this.placements = placements;
    }

    /** Adds the routes. */
    public void register(Api api) {
        api.get("/deployments", Need.VIEWER, this::list)
                .post("/deployments", Need.ADMIN, this::create)
                .get("/deployments/{id}", Need.VIEWER, this::get)
                .patch("/deployments/{id}", Need.ADMIN, this::edit)
                .delete("/deployments/{id}", Need.ADMIN, this::delete)
                .post("/deployments/{id}/start", Need.OPERATOR, call -> act(call, Act.START))
                .post("/deployments/{id}/stop", Need.OPERATOR, call -> act(call, Act.STOP))
                .post("/deployments/{id}/restart", Need.OPERATOR, call -> act(call, Act.RESTART))
                .post("/deployments/{id}/reinstall", Need.OPERATOR, call -> act(call, Act.REINSTALL));
    }

    private Answer list(Call call) {
        int limit = call.limit();
        String name = call.query("name").orElse("");
        if (name.length() > Bounds.DISPLAY_NAME) throw new Invalid("name", "too long", "a deployment's name");
        @Nullable PlacementStatus standing = standing(call, "status");
        var filter = new DeploymentStore.Filter(
                AppRoutes.filter(call),
                name,
                call.query("mode").map(Modes::deploy).orElse(null),
                call.queryId("node").orElse(0L),
                call.queryId("app").orElse(0L),
                standing == null ? null : deployments.at(call.visible(), standing));
        return Answer.of(deployments.list(
                call.caller(), filter, call.order(deployments.sorting(call.visible())), call.cursor(), limit));
    }

    /** Where placements are to stand, by the name of a parameter; null: wherever. */
    static @Nullable PlacementStatus standing(Call call, String name) {
        return call.query(name)
                .map(word -> Check.choice(name, word, PlacementStatus.class))
                .orElse(null);
    }

    private Answer create(Call call) {
        DeploymentView made = deployments.create(call.caller(), call.body(DeploymentBody.class));
        return Answer.created("/deployments/" + made.id(), made);
    }

    private Answer get(Call call) {
        DeploymentView found = deployments.get(call.caller(), call.id("id"));
        return Answer.of(found, found.revision());
    }

    private Answer edit(Call call) {
        DeploymentView edited =
                deployments.edit(call.caller(), call.id("id"), call.body(DeploymentBody.class), call.ifMatch());
        return Answer.of(edited, edited.revision());
    }

    private Answer delete(Call call) {
        deployments.delete(call.caller(), call.id("id"));
        return Answer.none();
    }

    private Answer act(Call call, Act act) {
        long id = call.id("id");
        placements.actAll(call.caller(), id, act);
        return Answer.of(placements.ofDeployment(call.caller(), id, 0, 500));
    }
}
