package io.stardust.server.config;

import io.avaje.jsonb.Json;
import io.stardust.api.config.NewConfigRelease;
import io.stardust.server.change.Changes;
import io.stardust.server.change.Changes.Tx;
import io.stardust.server.config.StandingStore.Standing;
import io.stardust.server.config.effective.Item;
import io.stardust.server.config.effective.Sheet;
import io.stardust.server.config.store.DraftItem;
import io.stardust.server.config.store.ItemStore;
import io.stardust.server.config.store.ItemStore.ValueRow;
import io.stardust.server.config.store.ReleaseRow;
import io.stardust.server.config.store.SheetRow;
import io.stardust.server.config.store.SheetStore;
import io.stardust.server.config.store.SheetStore.Owner;
import io.stardust.server.http.ApiException.Conflict;
import io.stardust.server.http.ApiException.Invalid;
import io.stardust.server.http.ApiException.NotFound;
import io.stardust.server.http.Caller;
import io.stardust.server.http.Check;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
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
    private final CarriedStore carried = new CarriedStore();
    private final Rights rights = new Rights();
    private final Approvals approvals = new Approvals();
    private final StandingStore standings = new StandingStore();

    /**
     * How a release stands in the change table; {@code of}: which it made hold again; {@code rollout}: that carried it.
     */
    @Json
    record Published(
            String app,
            long number,
            @Nullable Long of,
            @Nullable String message,
            long changes,
            @Nullable Long rollout) {}

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
            Standing standing = standing(tx, caller, appId);
            Owner app = standing.app();
            if (standing.carried()) requireFree(tx.sql(), app);
            if (wanted.number() != null) approvals.requireOfRollback(tx, caller, app, wanted.number());
            if (wanted.edits().isEmpty()) return publish(tx, app, message, wanted.number());
            if (standing.approval()) throw Approvals.unseen(app);
            SheetRow sheet = standing.sheet() == null ? drafts.sheet(tx, app) : standing.sheet();
            return publish(tx, sheet, message, null, drafts.alone(tx, sheet, wanted.edits()));
        });
    }

    private Standing standing(Tx tx, Caller caller, long appId) {
        Standing standing =
                standings.find(tx.sql(), caller.visible(), appId).orElseThrow(() -> new NotFound("app", appId));
        caller.require(standing.roles().publishRole(), standing.app().projectId());
        return standing;
    }

    /** The app, if {@code caller} may publish its config. */
    Owner publishable(Tx tx, Caller caller, long appId) {
        return rights.publish(tx.sql(), caller, appId);
    }

    /** The same, if no rollout holds it. */
    Owner free(Tx tx, Caller caller, long appId) {
        Owner app = publishable(tx, caller, appId);
        requireFree(tx.sql(), app);
        return app;
    }

    /** @throws Conflict while a rollout that carries config of {@code app} is under way */
    void requireFree(Handle sql, Owner app) {
        carried.gray(sql, app.id())
                .filter(one -> one.state() == Carried.State.HELD)
                .ifPresent(one -> {
                    throw new Conflict(("rollout %d holds the config of app %s until it is over; "
                                    + "wait for it, or cancel or revert it")
                            .formatted(one.rolloutId(), app.name()));
                });
    }

    /** Publishes within {@code tx}; {@code old} as in {@link #publish(Caller, long, NewConfigRelease)}. */
    ReleaseRow publish(Tx tx, Owner app, @Nullable String message, @Nullable Long old) {
        if (old == null) approvals.requireOfDraft(tx, app);
        Map<Item.Id, @Nullable Item> edits = old == null ? drafted(tx.sql(), app) : old(tx.sql(), app, old);
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
        return publish(tx, before, message, old, edits);
    }

    private ReleaseRow publish(
            Tx tx, SheetRow before, @Nullable String message, @Nullable Long old, Map<Item.Id, @Nullable Item> edits) {
        SheetRow after = next(tx, before);
        Sheet was = live.current(tx.sql(), before);
        Sheet is = was.with(edits, after.stamp());
        trials.require(tx.sql(), was, is);
        return write(tx, after, is, edits, release(tx, after, old, message, tx.actor(), edits.size(), null));
    }

    /** Makes live what a rollout has given to its placements: they run with it, so nothing is tried any more. */
    ReleaseRow carried(Tx tx, Gray gray, Carried by) {
        SheetRow before = sheets.find(tx.sql(), gray.appId()).orElseThrow();
        SheetRow after = next(tx, before)
                .planned(
                        before.publishAt(),
                        before.publishBy(),
                        before.publishMessage(),
                        tx.now().toEpochMilli()); // of the draft, which stays
        Sheet is = live.current(tx.sql(), before).with(gray.edits(), after.stamp());
        int count = gray.edits().size();
        return write(
                tx,
                after,
                is,
                gray.edits(),
                release(tx, after, by.ofNumber(), gray.message(), gray.author(), count, by.rolloutId()));
    }

    private static SheetRow next(Tx tx, SheetRow before) {
        return before.published(
                before.number() + 1, tx.nextId("config"), tx.now().toEpochMilli());
    }

    private static ReleaseRow release(
            Tx tx,
            SheetRow after,
            @Nullable Long old,
            @Nullable String message,
            String author,
            long count,
            @Nullable Long rolloutId) {
        long now = tx.now().toEpochMilli();
        return new ReleaseRow(after.number(), old, message, author, count, now, rolloutId);
    }

    private ReleaseRow write(Tx tx, SheetRow after, Sheet is, Map<Item.Id, @Nullable Item> edits, ReleaseRow release) {
        items.apply(tx.sql(), after.appId(), after.number(), edits);
        sheets.update(tx.sql(), after);
        items.insert(tx.sql(), after.appId(), release);
        var told = new Published(
                after.app(),
                release.number(),
                release.ofNumber(),
                release.message(),
                release.changes(),
                release.rolloutId());
        tx.record("config.published", after.projectId(), after.appId(), null, told);
        live.published(tx, after, is);
        return release;
    }

    static Conflict nothing(Owner app) {
        return new Conflict("app %s has nothing to publish; edit its config first".formatted(app.name()));
    }

    /** What waits in the draft. */
    Map<Item.Id, @Nullable Item> drafted(Handle sql, Owner app) {
        Map<Item.Id, @Nullable Item> edits = new HashMap<>();
        for (DraftItem draft : items.drafts(sql, app.id())) edits.put(draft.id(), draft.item());
        return edits;
    }

    /** What leads to what release {@code number} had. */
    Map<Item.Id, @Nullable Item> old(Handle sql, Owner app, long number) {
        if (!items.isThere(sql, app.id(), number)) throw new NotFound("release", number);
        List<Item> then =
                items.at(sql, app.id(), number).stream().map(ValueRow::item).toList();
        SheetRow row = sheets.find(sql, app.id()).orElseThrow(() -> nothing(app));
        return Differences.edits(live.current(sql, row).items(), then);
    }
}
