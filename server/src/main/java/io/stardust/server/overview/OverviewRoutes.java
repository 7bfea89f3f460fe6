package io.stardust.server.overview;

import io.stardust.server.db.Database;
import io.stardust.server.db.Visible;
import io.stardust.server.deploy.Tallies;
import io.stardust.server.http.Answer;
import io.stardust.server.http.Api;
import io.stardust.server.http.Call;
import io.stardust.server.http.Need;
import java.time.Duration;
import java.time.InstantSource;

/** The first page, in one question. */
public final class OverviewRoutes {
    private final Database db;
    private final Tallies tallies;
    private final InstantSource clock;
    private final String version;
    private final OverviewStore store = new OverviewStore();
    private final long startedAt;

    public OverviewRoutes(Database db, Tallies tallies, InstantSource clock, String version) {
        this.db = db;
        this.tallies = tallies;
        this.clock = clock;
        this.version = version;
        this.startedAt = clock.millis();
    }

    /** Adds the route. */
    public void register(Api api) {
        api.get("/overview", Need.VIEWER, this::overview);
    }

    private Answer overview(Call call) {
        Visible visible = call.visible();
        long project = call.queryId("project").orElse(0L);
        long yesterday = clock.millis() - Duration.ofDays(1).toMillis();
        var placements = tallies.sum(visible, project);
        return Answer.of(db.read(sql -> new Overview(
                store.nodes(sql, visible, project),
                store.deployments(sql, visible, project),
                placements,
                store.decisions(sql, visible, project),
                store.changesSince(sql, visible, project, yesterday),
                version,
                startedAt)));
    }
}
