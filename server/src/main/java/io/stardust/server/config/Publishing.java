package io.stardust.server.config;

import io.avaje.jsonb.Json;
import io.stardust.api.config.NewConfigRelease;
import io.stardust.server.change.Changes;
import io.stardust.server.change.Changes.Tx;
import io.stardust.server.config.ItemStore.ValueRow;
import io.stardust.server.config.SheetStore.Owner;
import io.stardust.server.config.effective.Item;
import io.stardust.server.config.effective.Sheet;
import io.stardust.server.http.ApiException.Conflict;
import io.stardust.server.http.ApiException.Invalid;
import io.stardust.server.http.ApiException.NotFound;
import io.stardust.server.http.Caller;
import io.stardust.server.http.Check;
import io.stardust.server.http.Role;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes what was edited live, and makes old releases hold again. Thread-safe. */
final class Publishing {
    static final int MESSAGE = 500;

    private final Changes changes;
    private final Sheets live;
    private final Drafts drafts;
    private final Trials trials;
    private final SheetStore sheets = new SheetStore();
    private final ItemStore items = new ItemStore();

    /** How a release stands in the change table; {@code of}: which it made hold again. */
    @Json
    record Published(
            String app,
            long number,
            @Nullable Long of,
            @Nullable String message,
            long changes) {}

    Publishing(Changes changes, Sheets live, Drafts drafts, Trials trials) {
        this.changes = changes;
        this.live = live;
        this.drafts = drafts;
        this.trials = trials;
    }

    /**
     * Publishes the draft, what an old release had, or edits that come along.
     *
     * @throws Conflict when there is nothing to publish, or apps would be left with values that cannot be made
     */
    ReleaseRow publish(Caller caller, long appId, NewConfigRelease wanted) {
        @Nullable String message = Check.optionalLine("message", wanted.message(), MESSAGE);
        if (wanted.number() != null && !wanted.edits().isEmpty()) {
            throw new Invalid("edits", wanted.edits().size(), "none with the number of an old release");
        }
        return changes.write(caller.actor(), tx -> {
            Owner app = publishable(tx, caller, appId);
            if (wanted.edits().isEmpty()) return publish(tx, app, message, wanted.number());
            return publish(tx, app, message, null, drafts.alone(tx, app, wanted.edits()));
        });
    }

    /** The app, if {@code caller} may publish its config. */
    Owner publishable(Tx tx, Caller caller, long appId) {
        Owner app = sheets.owner(tx.sql(), caller.visible(), appId).orElseThrow(() -> new NotFound("app", appId));
        caller.require(Role.OPERATOR, app.projectId());
        return app;
    }

    /** Publishes within {@code tx}; {@code old} as in {@link #publish(Caller, long, NewConfigRelease)}. */
    ReleaseRow publish(Tx tx, Owner app, @Nullable String message, @Nullable Long old) {
        Map<Item.Id, @Nullable Item> edits = old == null ? drafted(tx, app) : old(tx, app, old);
        ReleaseRow release = publish(tx, app, message, old, edits);
        if (old == null) items.undoAll(tx.sql(), app.id());
        return release;
    }

    /**
     * Makes {@code edits} live; the draft stays.
     *
     * @param old number of the release that they make hold again; null: of none
     */
    ReleaseRow publish(
            Tx tx, Owner app, @Nullable String message, @Nullable Long old, Map<Item.Id, @Nullable Item> edits) {
        SheetRow before = sheets.find(tx.sql(), app.id()).orElseThrow(() -> nothing(app));
        if (edits.isEmpty()) throw nothing(app);
        long now = tx.now().toEpochMilli();
        SheetRow after = before.published(before.number() + 1, tx.nextId("config"), now);
        Sheet was = live.current(tx.sql(), before);
        Sheet is = was.with(edits, after.stamp());
        trials.require(was, is);
        items.apply(tx.sql(), app.id(), after.number(), edits);
        sheets.update(tx.sql(), after);
        var release = new ReleaseRow(after.number(), old, message, tx.actor(), edits.size(), now);
        items.insert(tx.sql(), app.id(), release);
        var told = new Published(app.name(), release.number(), old, message, release.changes());
        tx.record("config.published", app.projectId(), app.id(), null, told);
        live.published(tx, after, is);
        return release;
    }

    static Conflict nothing(Owner app) {
        return new Conflict("app %s has nothing to publish; edit its config first".formatted(app.name()));
    }

    /** What waits in the draft. */
    Map<Item.Id, @Nullable Item> drafted(Tx tx, Owner app) {
        Map<Item.Id, @Nullable Item> edits = new HashMap<>();
        for (DraftItem draft : items.drafts(tx.sql(), app.id())) edits.put(draft.id(), draft.item());
        return edits;
    }

    private Map<Item.Id, @Nullable Item> old(Tx tx, Owner app, long number) {
        if (!items.isThere(tx.sql(), app.id(), number)) throw new NotFound("release", number);
        List<Item> then = items.at(tx.sql(), app.id(), number).stream()
                .map(ValueRow::item)
                .toList();
        SheetRow row = sheets.find(tx.sql(), app.id()).orElseThrow(() -> nothing(app));
        return Differences.edits(live.current(tx.sql(), row).items(), then);
    }
}
