package io.stardust.server.access;

import io.stardust.api.access.ProjectBody;
import io.stardust.api.access.ProjectPage;
import io.stardust.api.access.ProjectView;
import io.stardust.server.db.Slice;
import io.stardust.server.http.Answer;
import io.stardust.server.http.Api;
import io.stardust.server.http.Call;
import io.stardust.server.http.Need;
import java.util.List;

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
                .patch("/projects/{id}", Need.ADMIN, this::edit)
                .delete("/projects/{id}", Need.PLATFORM, this::delete);
    }

    private Answer list(Call call) {
        int limit = call.limit();
        List<ProjectView> found = projects.page(call.caller(), call.query("q").orElse(""), call.cursor(), limit + 1);
        var page = Slice.of(found, limit, ProjectView::id);
        return Answer.of(new ProjectPage(page.items(), page.next()));
    }

    private Answer create(Call call) {
        long id = projects.create(call.caller(), call.body(ProjectBody.class)).id();
        ProjectView made = projects.show(call.caller(), id);
        return Answer.created("/projects/" + made.id(), made);
    }

    private Answer show(Call call) {
        ProjectView project = projects.show(call.caller(), call.id("id"));
        return Answer.of(project, project.revision());
    }

    private Answer edit(Call call) {
        long id = projects.edit(call.caller(), call.id("id"), call.ifMatch(), call.body(ProjectBody.class))
                .id();
        ProjectView after = projects.show(call.caller(), id);
        return Answer.of(after, after.revision());
    }

    private Answer delete(Call call) {
        projects.delete(call.caller(), call.id("id"));
        return Answer.none();
    }
}
