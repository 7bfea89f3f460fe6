package io.stardust.server.access;

import io.avaje.jsonb.Json;
import io.stardust.server.http.Answer;
import io.stardust.server.http.Api;
import io.stardust.server.http.Call;
import io.stardust.server.http.Need;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Projects: list, make, show, edit. */
public final class ProjectRoutes {
    private final Projects projects;

    public ProjectRoutes(Projects projects) {
        this.projects = projects;
    }

    /** Adds the routes. */
    public void register(Api api) {
        api.get("/projects", Need.VIEWER, this::list)
                .post("/projects", Need.PLATFORM, this::create)
                .get("/projects/{id}", Need.VIEWER, this::show)
                .patch("/projects/{id}", Need.ADMIN, this::edit);
    }

    private Answer list(Call call) {
        int limit = call.limit();
        List<ProjectView> found = projects.page(call.visible(), call.query("q").orElse(""), call.cursor(), limit + 1);
        boolean more = found.size() > limit;
        List<ProjectView> items = more ? found.subList(0, limit) : found;
        return Answer.of(new ProjectPage(items, more ? items.getLast().id() : null));
    }

    private Answer create(Call call) {
        ProjectView made = projects.create(call.caller(), call.body(Projects.Edit.class));
        return Answer.created("/projects/" + made.id(), made);
    }

    private Answer show(Call call) {
        ProjectView project = projects.get(call.visible(), call.id("id"));
        return Answer.of(project, project.revision());
    }

    private Answer edit(Call call) {
        ProjectView after = projects.edit(call.caller(), call.id("id"), call.ifMatch(), call.body(Projects.Edit.class));
        return Answer.of(after, after.revision());
    }

    @Json
    record ProjectPage(List<ProjectView> items, @Nullable Long next) {}
}
