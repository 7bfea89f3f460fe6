package io.stardust.server.app;

import io.stardust.api.app.AppKeyPage;
import io.stardust.api.app.AppKeyView;
import io.stardust.api.app.AppPage;
import io.stardust.api.app.AppView;
import io.stardust.api.app.NewApp;
import io.stardust.api.app.NewAppKey;
import io.stardust.server.db.Slice;
import io.stardust.server.http.Answer;
import io.stardust.server.http.Api;
import io.stardust.server.http.ApiException.Invalid;
import io.stardust.server.http.Call;
import io.stardust.server.http.Check;
import io.stardust.server.http.Need;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Apps on the people face. */
public final class AppRoutes {
    private static final int MAX_Q = 200;

    private final Apps apps;
    private final AppKeys keys;

    public AppRoutes(Apps apps, AppKeys keys) {
        this.apps = apps;
        this.keys = keys;
    }

    /** Adds the routes. */
    public void register(Api api) {
        api.get("/apps", Need.VIEWER, this::list)
                .post("/apps", Need.ADMIN, this::create)
                .get("/apps/{id}", Need.VIEWER, this::get)
                .patch("/apps/{id}", Need.ADMIN, this::edit)
                .delete("/apps/{id}", Need.ADMIN, this::delete)
                .post("/apps/{id}/approve", Need.ADMIN, this::approve)
                .get("/apps/{id}/keys", Need.OPERATOR, this::keys)
                .post("/apps/{id}/keys", Need.ADMIN, this::createKey)
                .delete("/apps/{id}/keys/{key}", Need.ADMIN, this::revokeKey);
    }

    private Answer list(Call call) {
        int limit = call.limit();
        List<App> found = apps.list(call.visible(), filter(call), approved(call), call.cursor(), limit);
        var page = Slice.of(found, limit, App::id);
        return Answer.of(new AppPage(apps.views(page.items()), page.next()));
    }

    private static @Nullable Boolean approved(Call call) {
        String asked = call.query("approved").orElse("");
        return switch (asked) {
            case "" -> null;
            case "true", "false" -> asked.equals("true");
            default -> throw new Invalid("approved", Check.shown(asked), "true or false");
        };
    }

    private AppView shown(App app) {
        return apps.views(List.of(app)).getFirst();
    }

    /** The filter that lists of this kind share. */
    public static AppFilter filter(Call call) {
        String q = call.query("q").orElse("");
        if (q.length() > MAX_Q) throw new Invalid("q", q.length() + " characters", "at most " + MAX_Q);
        return new AppFilter(q, call.queryId("project").orElse(0L));
    }

    private Answer create(Call call) {
        App app = apps.create(call.caller(), call.body(NewApp.class));
        return Answer.created("/apps/" + app.id(), shown(app));
    }

    private Answer get(Call call) {
        App app = apps.get(call.visible(), call.id("id"));
        return Answer.of(shown(app), app.revision());
    }

    private Answer edit(Call call) {
        App app = apps.edit(call.caller(), call.id("id"), call.body(AppPatch.class), call.ifMatch());
        return Answer.of(shown(app), app.revision());
    }

    private Answer delete(Call call) {
        apps.delete(call.caller(), call.id("id"));
        return Answer.none();
    }

    private Answer approve(Call call) {
        App app = apps.approve(call.caller(), call.id("id"));
        return Answer.of(shown(app), app.revision());
    }

    private Answer keys(Call call) {
        int limit = call.limit();
        var page = Slice.of(keys.page(call.caller(), call.id("id"), call.cursor(), limit + 1), limit, AppKeyView::id);
        return Answer.of(new AppKeyPage(page.items(), page.next()));
    }

    private Answer createKey(Call call) {
        long app = call.id("id");
        var made = keys.create(call.caller(), app, call.body(NewAppKey.class));
        return Answer.created("/apps/%d/keys/%d".formatted(app, made.key().id()), made);
    }

    private Answer revokeKey(Call call) {
        keys.revoke(call.caller(), call.id("id"), call.id("key"));
        return Answer.none();
    }
}
