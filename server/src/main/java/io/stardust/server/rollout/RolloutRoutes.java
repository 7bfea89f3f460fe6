package io.stardust.server.rollout;

import io.stardust.api.history.StepPage;
import io.stardust.api.rollout.NewRollout;
import io.stardust.api.rollout.RolloutPage;
import io.stardust.api.rollout.RolloutSummary;
import io.stardust.api.rollout.RolloutView;
import io.stardust.server.app.AppRoutes;
import io.stardust.server.db.Slice;
import io.stardust.server.history.History;
import io.stardust.server.history.Step;
import io.stardust.server.http.Answer;
import io.stardust.server.http.Api;
import io.stardust.server.http.ApiException.Invalid;
import io.stardust.server.http.Call;
import io.stardust.server.http.Caller;
import io.stardust.server.http.Check;
import io.stardust.server.http.Need;
import io.stardust.server.rollout.Rollout.Status;
import io.stardust.server.rollout.RolloutPlacement.Progress;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Rollouts and the history of steps on the people face. */
public final class RolloutRoutes {
    private final Rollouts rollouts;
    private final RolloutActs acts;
    private final RolloutPlans plans;
    private final History history;

    public RolloutRoutes(Rollouts rollouts, RolloutActs acts, RolloutPlans plans, History history) {
        this.rollouts = rollouts;
        this.acts = acts;
        this.plans = plans;
        this.history = history;
    }

    /** Adds the routes. */
    public void register(Api api) {
        api.get("/rollouts", Need.VIEWER, this::listAll)
                .post("/rollouts", Need.OPERATOR, this::publish)
                .post("/rollouts/plan", Need.VIEWER, this::plan)
                .post("/rollouts/{id}/pause", Need.OPERATOR, call -> act(call, acts::pause))
                .post("/rollouts/{id}/resume", Need.OPERATOR, call -> act(call, acts::resume))
                .post("/rollouts/{id}/cancel", Need.OPERATOR, call -> act(call, acts::cancel))
                .post("/rollouts/{id}/revert", Need.OPERATOR, this::revert)
                .get("/rollouts/{id}", Need.VIEWER, this::show)
                .get("/rollouts/{id}/placements", Need.VIEWER, this::placements)
                .get("/deployments/{id}/rollouts", Need.VIEWER, this::list)
                .post("/deployments/{id}/rollback", Need.OPERATOR, this::rollback)
                .get("/deployments/{id}/history", Need.VIEWER, this::ofDeployment)
                .get("/placements/{id}/history", Need.VIEWER, this::ofPlacement);
    }

    private Answer show(Call call) {
        return Answer.of(rollouts.get(call.visible(), call.id("id"), steps(call)));
    }

    private Answer placements(Call call) {
        @Nullable
        Progress state = call.query("state")
                .map(word -> Check.choice("state", word, Progress.class))
                .orElse(null);
        int batch = call.queryInt("batch", -1, 0, 1_000_000);
        var filter = new RolloutPages.Filter(state, batch, steps(call));
        return Answer.of(rollouts.placements(call.visible(), call.id("id"), filter, call.cursor(), call.limit()));
    }

    private static boolean steps(Call call) {
        return call.query("steps").map(Boolean::parseBoolean).orElse(false);
    }

    private static @Nullable String key(Call call) {
        return call.header("Idempotency-Key").orElse(null);
    }

    private Answer publish(Call call) {
        RolloutView begun = rollouts.publish(call.caller(), call.body(NewRollout.class), key(call));
        return Answer.accepted("/rollouts/" + begun.id(), begun);
    }

    private Answer plan(Call call) {
        String kind = call.query("kind").orElse("publish");
        if (!kind.equals("publish") && !kind.equals("rollback")) throw new Invalid("kind", kind, "publish or rollback");
        return Answer.of(plans.plan(call.caller(), kind, call.body(NewRollout.class)));
    }

    private Answer rollback(Call call) {
        RolloutView begun = rollouts.rollback(call.caller(), call.id("id"), call.body(NewRollout.class), key(call));
        return Answer.accepted("/rollouts/" + begun.id(), begun);
    }

    private Answer list(Call call) {
        int limit = call.limit();
        return page(rollouts.ofDeployment(call.visible(), call.id("id"), call.cursor(), limit), limit);
    }

    private Answer listAll(Call call) {
        int limit = call.limit();
        @Nullable
        Status status = call.query("status")
                .map(word -> Check.choice("status", word, Status.class))
                .orElse(null);
        long deployment = call.queryId("deploymentId").orElse(0L);
        long app = call.queryId("app").orElse(0L);
        var filter = new RolloutStore.Filter(AppRoutes.filter(call), app, deployment, status, call.between());
        return page(rollouts.list(call.visible(), filter, call.cursor(), limit), limit);
    }

    private Answer act(Call call, BiConsumer<Caller, Long> act) {
        long id = call.id("id");
        act.accept(call.caller(), id);
        return Answer.of(rollouts.get(call.visible(), id, false));
    }

    private Answer revert(Call call) {
        RolloutView back = acts.revert(call.caller(), call.id("id"));
        return Answer.accepted("/rollouts/" + back.id(), back);
    }

    private static Answer page(List<RolloutSummary> found, int limit) {
        var page = Slice.of(found, limit, RolloutSummary::id);
        return Answer.of(new RolloutPage(page.items(), page.next()));
    }

    private Answer ofDeployment(Call call) {
        int limit = call.limit();
        return steps(history.ofDeployment(call.visible(), call.id("id"), call.cursor(), limit), limit);
    }

    private Answer ofPlacement(Call call) {
        int limit = call.limit();
        return steps(history.ofPlacement(call.visible(), call.id("id"), call.cursor(), limit), limit);
    }

    private static Answer steps(List<Step> found, int limit) {
        var page = Slice.of(found, limit, Step::id);
        return Answer.of(new StepPage(page.views(Step::view), page.next()));
    }
}
