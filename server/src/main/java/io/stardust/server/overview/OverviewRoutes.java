package io.stardust.server.overview;

import io.avaje.jsonb.Json;
import io.stardust.api.overview.Overview;
import io.stardust.api.overview.Overview.Item;
import io.stardust.server.db.Database;
import io.stardust.server.db.Visible;
import io.stardust.server.deploy.PlacementCounter;
import io.stardust.server.http.Answer;
import io.stardust.server.http.Api;
import io.stardust.server.http.ApiException.Invalid;
import io.stardust.server.http.Call;
import io.stardust.server.http.Need;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** The first page, in one question. */
public final class OverviewRoutes {
    private final Database db;
    private final PlacementCounter tallies;
    private final Attention attention;
    private final InstantSource clock;
    private final String version;
    private final OverviewStore store = new OverviewStore();
    private final WorkStore works = new WorkStore();
    private final long startedAt;

    public OverviewRoutes(
            Database db, PlacementCounter tallies, Attention attention, InstantSource clock, String version) {
        this.db = db;
        this.tallies = tallies;
        this.attention = attention;
        this.clock = clock;
        this.version = version;
        this.startedAt = clock.millis();
    }

    /** Adds the routes. */
    public void register(Api api) {
        api.get("/overview", Need.VIEWER, this::overview).post("/overview/dismiss", Need.OPERATOR, this::dismiss);
    }

    private Answer overview(Call call) {
        Visible visible = call.visible();
        long project = call.queryId("project").orElse(0L);
        long now = clock.millis();
        long yesterday = now - Duration.ofDays(1).toMillis();
        var placements = tallies.sum(visible, project);
        return Answer.of(db.read(sql -> {
            AttentionStore.Found found = attention.found(sql, visible, project);
            return new Overview(
                    found.problems(),
                    found.items().stream()
                            .filter(AttentionStore::problem)
                            .map(Item::at)
                            .max(Long::compare)
                            .orElse(null),
                    found.items(),
                    found.unlisted(),
                    works.all(sql, visible, project, now),
                    store.nodes(sql, visible, project),
                    store.deployments(sql, visible, project),
                    placements,
                    store.changesSince(sql, visible, project, yesterday),
                    version,
                    startedAt);
        }));
    }

    private Answer dismiss(Call call) {
        Dismissal body = call.body(Dismissal.class);
        if (body.kind() == null || body.id() == null) {
            throw new Invalid("kind, id: missing (expected: those of an item that needs attention)");
        }
        attention.dismiss(call.caller(), body.kind(), body.id());
        return Answer.none();
    }

    /** The item that is put aside. */
    @Json
    record Dismissal(@Nullable String kind, @Nullable Long id) {}
}
