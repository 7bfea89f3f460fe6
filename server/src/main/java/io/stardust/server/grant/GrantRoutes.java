package io.stardust.server.grant;

import io.stardust.api.grant.GrantPage;
import io.stardust.api.grant.GrantView;
import io.stardust.api.grant.NewGrant;
import io.stardust.server.app.AppFilter;
import io.stardust.server.app.AppRoutes;
import io.stardust.server.app.Apps;
import io.stardust.server.db.Slice;
import io.stardust.server.http.Answer;
import io.stardust.server.http.Api;
import io.stardust.server.http.Call;
import io.stardust.server.http.Need;

/** Grants and the end of service tokens, on the people face. */
final class GrantRoutes {
    private final Grants grants;
    private final Apps apps;

    GrantRoutes(Grants grants, Apps apps) {
        this.grants = grants;
        this.apps = apps;
    }

    void register(Api api) {
        api.get("/grants", Need.VIEWER, this::list)
                .post("/grants", Need.ADMIN, this::create)
                .get("/grants/{id}", Need.VIEWER, call -> Answer.of(grants.get(call.visible(), call.id("id"))))
                .delete("/grants/{id}", Need.ADMIN, this::delete)
                .post("/apps/{id}/service-tokens/revoke", Need.ADMIN, this::revoke);
    }

    private Answer list(Call call) {
        int limit = call.limit();
        AppFilter words = AppRoutes.filter(call);
        var filter = new GrantStore.Filter(
                words.pattern(), words.project(), call.queryId("app").orElse(0L));
        var page = Slice.of(grants.list(call.visible(), filter, call.cursor(), limit), limit, GrantView::id);
        return Answer.of(new GrantPage(page.items(), page.next()));
    }

    private Answer create(Call call) {
        GrantView made = grants.create(call.caller(), call.body(NewGrant.class));
        return Answer.created("/grants/" + made.id(), made);
    }

    private Answer delete(Call call) {
        grants.delete(call.caller(), call.id("id"));
        return Answer.none();
    }

    private Answer revoke(Call call) {
        grants.revoke(call.caller(), apps.get(call.visible(), call.id("id")));
        return Answer.none();
    }
}
