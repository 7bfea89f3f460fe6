package io.stardust.server.config;

import io.avaje.jsonb.Json;
import io.stardust.api.config.ConfigCheck;
import io.stardust.api.config.ConfigConstraint;
import io.stardust.api.config.ConfigConstraints;
import io.stardust.server.change.Changes;
import io.stardust.server.change.Changes.Tx;
import io.stardust.server.config.constraint.Constraints;
import io.stardust.server.config.store.SheetRow;
import io.stardust.server.config.store.SheetStore;
import io.stardust.server.config.store.SheetStore.Owner;
import io.stardust.server.db.Database;
import io.stardust.server.db.Visible;
import io.stardust.server.http.Answer;
import io.stardust.server.http.Api;
import io.stardust.server.http.ApiException.Conflict;
import io.stardust.server.http.ApiException.NotFound;
import io.stardust.server.http.Call;
import io.stardust.server.http.Caller;
import io.stardust.server.http.Need;
import io.stardust.server.http.Role;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Says what is demanded of an app's values, on the people face; holds at once. Thread-safe. */
final class ConstraintEdits {
    private final Database db;
    private final Changes changes;
    private final Sheets live;
    private final Drafts drafts;
    private final Trials trials;
    private final Constraints constraints;
    private final SheetStore sheets = new SheetStore();

    ConstraintEdits(Database db, Changes changes, Sheets live, Drafts drafts, Trials trials, Constraints constraints) {
        this.db = db;
        this.changes = changes;
        this.live = live;
        this.drafts = drafts;
        this.trials = trials;
        this.constraints = constraints;
    }

    void register(Api api) {
        api.get("/apps/{id}/config/constraints", Need.VIEWER, this::list)
                .put("/apps/{id}/config/constraints", Need.ADMIN, this::put)
                .delete("/apps/{id}/config/constraints", Need.ADMIN, this::remove);
    }

    /** How it stands in the change table; {@code constraint} null: nothing is demanded any more. */
    @Json
    record Constrained(String app, String key, @Nullable ConfigConstraint constraint) {}

    private Answer list(Call call) {
        return shown(call.visible(), call.id("id"));
    }

    private Answer shown(Visible visible, long appId) {
        return Answer.of(new ConfigConstraints(db.read(sql -> {
            owner(sheets.owner(sql, visible, appId), appId);
            return constraints.list(sql, appId);
        })));
    }

    private static Owner owner(java.util.Optional<Owner> found, long appId) {
        return found.orElseThrow(() -> new NotFound("app", appId));
    }

    private Owner mine(Tx tx, Caller caller, long appId) {
        Owner app = owner(sheets.owner(tx.sql(), caller.visible(), appId), appId);
        caller.require(Role.ADMIN, app.projectId());
        return app;
    }

    private Answer put(Call call) {
        ConfigConstraint.Body body = call.body(ConfigConstraint.Body.class);
        long appId = call.id("id");
        Caller caller = call.caller();
        var wanted = new ConfigConstraint(
                ValueCheck.key(body.key()),
                Objects.requireNonNullElse(body.required(), false),
                blankless(body.pattern()),
                blankless(body.schema()));
        Constraints.Demands alone = constraints.alone(wanted); // before: what is made ready may take its time
        changes.write(caller.actor(), tx -> {
            Owner app = mine(tx, caller, appId);
            SheetRow sheet = drafts.sheet(tx, app);
            if (sheet.number() > 0) requireHeld(trials.live(live.current(tx.sql(), sheet), alone));
            constraints.put(tx.sql(), appId, wanted);
            return tx.record(
                    "config.constrained",
                    app.projectId(),
                    appId,
                    null,
                    new Constrained(app.name(), wanted.key(), wanted));
        });
        return shown(caller.visible(), appId);
    }

    private static @Nullable String blankless(@Nullable String text) {
        return text == null || text.isBlank() ? null : text;
    }

    /** Else no publish would come about any more, of whatever. */
    private static void requireHeld(List<ConfigCheck.Problem> broken) {
        if (broken.isEmpty()) return;
        throw new Conflict(
                "not set: what is live breaks it%s; publish what holds it first".formatted(Trials.told(broken)));
    }

    private Answer remove(Call call) {
        String key = ValueCheck.key(call.query("key").orElse(null));
        long appId = call.id("id");
        Caller caller = call.caller();
        changes.write(caller.actor(), tx -> {
            Owner app = mine(tx, caller, appId);
            @Nullable ConfigConstraint before = constraints.remove(tx.sql(), appId, key);
            if (before == null) throw new NotFound("constraint", key);
            return tx.record(
                    "config.constrained",
                    app.projectId(),
                    appId,
                    new Constrained(app.name(), key, before),
                    new Constrained(app.name(), key, null));
        });
        return Answer.none();
    }
}
