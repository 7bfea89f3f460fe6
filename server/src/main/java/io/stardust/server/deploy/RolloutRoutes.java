package io.stardust.server.deploy;

import io.stardust.server.http.Answer;
import io.stardust.server.http.Api;
import io.stardust.server.http.Call;
import io.stardust.server.http.Need;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rollouts and the history of steps on the people face. */
public final class RolloutRoutes {
    private final Rollouts rollouts;
    private final History history;

    public RolloutRoutes(Rollouts rollouts, History history) {
        this.rollouts = rollouts;
        this.history = history;
    }

    /** Adds the routes. */
    public void register(Api api) {
        api.post("/rollouts", Need.OPERATOR, this::publish)
                .get("/rollouts/{id}", Need.VIEWER, call -> Answer.of(rollouts.get(call.visible(), call.id("id"))))
                .get("/deployments/{id}/rollouts", Need.VIEWER, this::list)
                .post("/deployments/{id}/rollback", Need.OPERATOR, this::rollback)
                .get("/deployments/{id}/history", Need.VIEWER, this::ofDeployment)
                .get("/placements/{id}/history", Need.VIEWER, this::ofPlacement);
    }

    private Answer publish(Call call) {
        RolloutView begun = rollouts.publish(call.caller(), call.body(NewRollout.class));
        return Answer.accepted("/rollouts/" + begun.id(), begun);
    }

    private Answer rollback(Call call) {
        RolloutView begun = rollouts.rollback(call.caller(), call.id("id"), call.body(NewRollout.class));
        return Answer.accepted("/rollouts/" + begun.id(), begun);
    }

    private Answer list(Call call) {
        int limit = call.limit();
        List<RolloutGlance> found = rollouts.list(call.visible(), call.id("id"), call.cursor(), limit);
        @Nullable Long next = found.size() > limit ? found.get(limit - 1).id() : null;
        return Answer.of(new RolloutPage(found.stream().limit(limit).toList(), next));
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
        @Nullable Long next = found.size() > limit ? found.get(limit - 1).id() : null;
        return Answer.of(
                new StepPage(found.stream().limit(limit).map(StepView::of).toList(), next));
    }
}
