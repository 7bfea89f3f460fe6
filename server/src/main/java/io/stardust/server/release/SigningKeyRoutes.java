package io.stardust.server.release;

import io.stardust.api.release.NewSigningKey;
import io.stardust.api.release.SigningKeyPage;
import io.stardust.api.release.SigningKeyView;
import io.stardust.server.db.Slice;
import io.stardust.server.http.Answer;
import io.stardust.server.http.Api;
import io.stardust.server.http.Call;
import io.stardust.server.http.Need;
import java.util.List;

/** Signing keys of projects on the people face. */
public final class SigningKeyRoutes {
    private final SigningKeys keys;

    public SigningKeyRoutes(SigningKeys keys) {
        this.keys = keys;
    }

    /** Adds the routes. */
    public void register(Api api) {
        api.get("/projects/{id}/signing-keys", Need.VIEWER, this::list)
                .post("/projects/{id}/signing-keys", Need.ADMIN, this::add)
                .delete("/signing-keys/{id}", Need.ADMIN, this::delete);
    }

    private Answer list(Call call) {
        int limit = call.limit();
        List<SigningKeyView> found = keys.page(call.visible(), call.id("id"), call.cursor(), limit + 1);
        var page = Slice.of(found, limit, SigningKeyView::id);
        return Answer.of(new SigningKeyPage(page.items(), page.next()));
    }

    private Answer add(Call call) {
        SigningKeyView made = keys.add(call.caller(), call.id("id"), call.body(NewSigningKey.class));
        return Answer.created("/signing-keys/" + made.id(), made);
    }

    private Answer delete(Call call) {
        keys.delete(call.caller(), call.id("id"));
        return Answer.none();
    }
}
