package io.stardust.server.app;

import io.stardust.api.app.AppPage;
import io.stardust.api.app.NewApp;
import io.stardust.server.db.Slice;
import io.stardust.server.http.Answer;
import io.stardust.server.http.Api;
import io.stardust.server.http.ApiException.Invalid;
import io.stardust.server.http.Call;
import io.stardust.server.http.Need;

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
        var page = Slice.of(apps.list(call.visible(), filter(call), call.cursor(), limit), limit, App::id);
        return Answer.of(new AppPage(page.views(App::view), page.next()));
    }

    /** The filter that lists of this kind share. */
    public static AppFilter filter(Call call) {
        String q = call.query("q").orElse("");
        if (q.length() > MAX_Q) throw new Invalid("q", q.length() + " characters", "at most " + MAX_Q);
        return new AppFilter(q, call.queryId("project").orElse(0L));
    }

    private Answer create(Call call) {
        App app = apps.create(call.caller(), call.body(NewApp.class));
        return Answer.created("/apps/" + app.id(), app.view());
    }

    private Answer get(Call call) {
        App app = apps.get(call.visible(), call.id("id"));
        return Answer.of(app.view(), app.revision());
    }

    private Answer edit(Call call) {
        App app = apps.edit(call.caller(), call.id("id"), call.body(AppPatch.class), call.ifMatch());
        return Answer.of(app.view(), app.revision());
    }

    private Answer delete(Call call) {
        apps.delete(call.caller(), call.id("id"));
        return Answer.none();
    }
}
