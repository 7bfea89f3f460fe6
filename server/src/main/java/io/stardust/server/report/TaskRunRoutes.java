package io.stardust.server.report;

import io.stardust.api.report.TaskRun;
import io.stardust.server.db.Slice;
import io.stardust.server.http.Answer;
import io.stardust.server.http.Api;
import io.stardust.server.http.Call;
import io.stardust.server.http.Need;

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
        var page = Slice.of(runs.ofDeployment(call.visible(), call.id("id"), call.cursor(), limit), limit, TaskRun::id);
        return Answer.of(new TaskRun.Page(page.items(), page.next()));
    }
}
