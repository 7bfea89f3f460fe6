package io.stardust.server.change;

import io.avaje.jsonb.Json;
import io.stardust.server.db.Visible;
import io.stardust.server.http.Answer;
import io.stardust.server.http.Api;
import io.stardust.server.http.ApiException.NotFound;
import io.stardust.server.http.Call;
import io.stardust.server.http.Need;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who changed what, when, from where: the newest first, as pages or as one file. */
public final class ChangeRoutes {
    private final ChangeStore store;

    public ChangeRoutes(ChangeStore store) {
        this.store = store;
    }

    /** Adds the routes. */
    public void register(Api api) {
        api.get("/changes", Need.VIEWER, this::list)
                .get("/changes.csv", Need.VIEWER, this::csv)
                .get("/changes/{id}", Need.VIEWER, this::show);
    }

    private Answer list(Call call) {
        var page = store.page(call.visible(), ChangeFilter.of(call), call.cursor(), call.limit());
        return Answer.of(new ChangePage(store.named(page.items()), page.next()));
    }

    private Answer show(Call call) {
        long id = call.id("id");
        Change change = store.find(call.visible(), id).orElseThrow(() -> new NotFound("change", id));
        return Answer.of(store.named(List.of(change)).getFirst());
    }

    private Answer csv(Call call) {
        Visible visible = call.visible();
        ChangeFilter filter = ChangeFilter.of(call);
        return Answer.file(
                "text/csv; charset=utf-8", "changes.csv", out -> ChangeTable.write(store, visible, filter, out));
    }

    @Json
    record ChangePage(List<ChangeView> items, @Nullable Long next) {}
}
