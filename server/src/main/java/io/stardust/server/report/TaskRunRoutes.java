package io.stardust.server.report;

import io.stardust.server.http.Answer;
import io.stardust.server.http.Api;
import io.stardust.server.http.Call;
import io.stardust.server.http.Need;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The runs of tasks, for people. */
public final class TaskRunRoutes {
    private final TaskRuns runs;

    public TaskRunRoutes(TaskRuns runs) {
        this.runs = runs;
    }

    /** Adds the routes. */
    public void register(Api api) {
        api.get("/deployments/{id}/runs", Need.VIEWER, this::ofDeployment);
    }

    private Answer ofDeployment(Call call) {
        int limit = call.limit();
        List<TaskRun> found = runs.ofDeployment(call.visible(), call.id("id"), call.cursor(), limit);
        @Nullable Long next = found.size() > limit ? found.get(limit - 1).id() : null;
        return Answer.of(new TaskRun.Page(found.stream().limit(limit).toList(), next));
    }
}
