package io.stardust.server.app;

import io.stardust.server.http.Answer;
import io.stardust.server.http.Api;
import io.stardust.server.http.ApiException.Invalid;
import io.stardust.server.http.Call;
import io.stardust.server.http.Need;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Apps on the people face. */
public final class AppRoutes {
    private static final int MAX_Q = 200;

    private final Apps apps;

    public AppRoutes(Apps apps) {
        this.apps = apps;
    }

    /** Adds the routes. */
    public void register(Api api) {
        api.get("/apps", Need.VIEWER, this::list)
                .post("/apps", Need.ADMIN, this::create)
                .get("/apps/{id}", Need.VIEWER, this::get)
                .patch("/apps/{id}", Need.ADMIN, this::edit)
                .delete("/apps/{id}", Need.ADMIN, this::delete);
    }

    private Answer list(Call call) {
        int limit = call.limit();
        List<App> found = apps.list(call.visible(), filter(call), call.cursor(), limit);
        @Nullable Long next = found.size() > limit ? found.get(limit - 1).id() : null;
        return Answer.of(
                new AppPage(found.stream().limit(limit).map(AppView::of).toList(), next));
    }

    /** The filter that lists of this kind share. */
    public static AppFilter filter(Call call) {
        String q = call.query("q").orElse("");
        if (q.length() > MAX_Q) throw new Invalid("q", q.length() + " characters", "at most " + MAX_Q);
        return new AppFilter(q, call.queryId("project").orElse(0L));
    }

    private Answer create(Call call) {
        App app = apps.create(call.caller(), call.body(NewApp.class));
        return Answer.created("/apps/" + app.id(), AppView.of(app));
    }

    private Answer get(Call call) {
        App app = apps.get(call.visible(), call.id("id"));
        return Answer.of(AppView.of(app), app.revision());
    }

    private Answer edit(Call call) {
        App app = apps.edit(call.caller(), call.id("id"), call.body(AppPatch.class), call.ifMatch());
        return Answer.of(AppView.of(app), app.revision());
    }

    private Answer delete(Call call) {
        apps.delete(call.caller(), call.id("id"));
        return Answer.none();
    }
}
