package io.stardust.server.config;

import io.avaje.jsonb.Json;
import io.stardust.api.config.ConfigGrayTarget;
import io.stardust.api.config.ConfigGrayView;
import io.stardust.api.config.NewConfigGray;
import io.stardust.server.change.Changes;
import io.stardust.server.change.Changes.Tx;
import io.stardust.server.config.effective.Item;
import io.stardust.server.config.effective.Sheet;
import io.stardust.server.config.scope.NodeLabels;
import io.stardust.server.config.store.DraftItem;
import io.stardust.server.config.store.ItemStore;
import io.stardust.server.config.store.ItemStore.ValueRow;
import io.stardust.server.config.store.ReleaseRow;
import io.stardust.server.config.store.SheetRow;
import io.stardust.server.config.store.SheetStore;
import io.stardust.server.config.store.SheetStore.Owner;
import io.stardust.server.db.Database;
import io.stardust.server.db.Visible;
import io.stardust.server.http.ApiException.Conflict;
import io.stardust.server.http.ApiException.Invalid;
import io.stardust.server.http.ApiException.NotFound;
import io.stardust.server.http.Caller;
import io.stardust.server.http.Check;
import io.stardust.server.instance.Instances;
import io.stardust.server.node.Nodes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Gives the draft to some instances first; then to all, or back. Thread-safe. */
final class Grays {
    private static final int NAMES = 1_000;
    private static final int NAME = 200;

    private final Database db;
    private final Changes changes;
    private final Sheets live;
    private final Trials trials;
    private final Publishing publishing;
    private final Instances instances;
    private final NodeLabels labels;
    private final SheetStore sheets = new SheetStore();
    private final ItemStore items = new ItemStore();
    private final GrayStore grays = new GrayStore();
    private final CarriedStore carried = new CarriedStore();
    private final Approvals approvals = new Approvals();

    Grays(
            Database db,
            Changes changes,
            Sheets live,
            Trials trials,
            Publishing publishing,
            Instances instances,
            NodeLabels labels) {
        this.db = db;
        this.changes = changes;
        this.live = live;
        this.trials = trials;
        this.publishing = publishing;
        this.instances = instances;
        this.labels = labels;
    }

    /** How it stands in the change table: for whom it is, and no value. */
    @Json
    record Told(
            String app,
            List<String> clients,
            List<String> nodes,
            Map<String, String> labels,
            int percent,
            @Nullable String message,
            List<String> placements,
            @Nullable Long rollout) {
        static Told of(Owner app, Gray gray, Gray.Target target, @Nullable Carried by) {
            return new Told(
                    app.name(),
                    target.clients().stream().sorted().toList(),
                    target.nodes().stream().sorted().toList(),
                    target.labels(),
                    target.percent(),
                    gray.message(),
                    names(gray.takers()),
                    by == null ? null : Long.valueOf(by.rolloutId()));
        }
    }

    /** Those of the placements that have it, or are about to. */
    static List<String> names(List<Taker> takers) {
        return takers.stream()
                .filter(taker -> !taker.leaving())
                .map(Taker::name)
                .sorted()
                .toList();
    }

    ConfigGrayView view(Visible visible, long appId) {
        return db.read(sql -> {
            Owner app = sheets.owner(sql, visible, appId).orElseThrow(() -> new NotFound("app", appId));
            Gray gray = grays.find(sql, appId).orElseThrow(() -> none(app));
            List<Item> now = items.live(sql, appId).stream().map(ValueRow::item).toList();
            @Nullable Carried by = carried.gray(sql, appId).orElse(null);
            return new ConfigGrayView(
                    gray.target().clients().stream().sorted().toList(),
                    gray.target().nodes().stream().sorted().toList(),
                    gray.target().labels(),
                    gray.target().percent(),
                    instances.ofApp(appId).stream()
                            .filter(each -> gray.takes(each, labels))
                            .count(),
                    gray.message(),
                    gray.author(),
                    gray.createdAt(),
                    Differences.shown(now, gray.edits()).items(),
                    names(gray.takers()),
                    by == null ? null : Long.valueOf(by.rolloutId()),
                    by != null && by.state() == Carried.State.HELD);
        });
    }

    private static NotFound none(Owner app) {
        return new NotFound("gray release of app", app.name());
    }

    /**
     * Gives the draft to whom {@code wanted} names.
     *
     * @throws Conflict when another is under way, there is nothing to give, or values could not be made
     */
    void begin(Caller caller, long appId, NewConfigGray wanted) {
        @Nullable String message = Check.optionalLine("message", wanted.message(), Publishing.MESSAGE);
        Gray.Target target =
                target(new ConfigGrayTarget(wanted.clients(), wanted.nodes(), wanted.labels(), wanted.percent()));
        changes.write(caller.actor(), tx -> {
            Owner app = publishing.free(tx, caller, appId);
            requireNone(tx.sql(), app);
            Map<Item.Id, @Nullable Item> edits = publishing.drafted(tx.sql(), app);
            if (!edits.isEmpty()) approvals.requireOfDraft(tx, app);
            requireSound(tx.sql(), app, edits);
            begin(tx, app, target, edits, message);
            items.undoAll(tx.sql(), appId);
            return null;
        });
    }

    /** @throws Conflict when one is under way */
    void requireNone(Handle sql, Owner app) {
        if (grays.find(sql, app.id()).isEmpty()) return;
        throw new Conflict("app %s has a gray release; publish it for all or withdraw it first".formatted(app.name()));
    }

    /** @throws Conflict when there is nothing to give, or values could not be made */
    void requireSound(Handle sql, Owner app, Map<Item.Id, @Nullable Item> edits) {
        if (edits.isEmpty()) throw Publishing.nothing(app);
        Sheet now = live.current(sql, sheet(sql, app));
        trials.require(sql, now, now.with(edits, now.stamp()));
    }

    /** The same, but for files of placements: a rollout makes those of the release that it moves them to. */
    void requireValues(Handle sql, Owner app, Map<Item.Id, @Nullable Item> edits) {
        if (edits.isEmpty()) throw Publishing.nothing(app);
        Sheet now = live.current(sql, sheet(sql, app));
        trials.requireValues(sql, now, now.with(edits, now.stamp()));
    }

    /** Gives {@code edits}, which are sound, to {@code target}. */
    void begin(Tx tx, Owner app, Gray.Target target, Map<Item.Id, @Nullable Item> edits, @Nullable String message) {
        long number = tx.nextId("config");
        var gray = new Gray(
                app.id(),
                number,
                target,
                List.of(),
                edits,
                number,
                message,
                tx.actor(),
                tx.now().toEpochMilli());
        grays.insert(tx.sql(), gray);
        told(tx, "config.gray", app, gray, target);
    }

    /** Gives it to {@code takers} besides, or has them go back. */
    void take(Tx tx, Owner app, List<Taker> takers) {
        if (takers.stream().anyMatch(Taker::leaving)) stamp(tx, app);
        grays.take(tx.sql(), app.id(), takers);
        grays.stamp(tx.sql(), app.id(), tx.nextId("config"));
        Gray gray = require(tx, app);
        told(tx, "config.gray", app, gray, gray.target());
    }

    /** Names anew whom it is for. */
    void retarget(Caller caller, long appId, ConfigGrayTarget wanted) {
        Gray.Target target = target(wanted);
        changes.write(caller.actor(), tx -> {
            Owner app = publishing.free(tx, caller, appId);
            Gray gray = require(tx, app);
            stamp(tx, app); // who is not in it any more has to ask for less than it has
            grays.retarget(tx.sql(), appId, target, tx.nextId("config"));
            return told(tx, "config.gray", app, gray, target);
        });
    }

    private Gray require(Tx tx, Owner app) {
        return grays.find(tx.sql(), app.id()).orElseThrow(() -> none(app));
    }

    /** Publishes it for all. */
    ReleaseRow promote(Caller caller, long appId, @Nullable String said) {
        @Nullable String message = Check.optionalLine("message", said, Publishing.MESSAGE);
        return changes.write(caller.actor(), tx -> {
            Owner app = publishing.free(tx, caller, appId);
            Gray gray = require(tx, app);
            @Nullable Carried by = carried.gray(tx.sql(), appId).orElse(null);
            ReleaseRow release = publishing.publish(
                    tx,
                    app,
                    message == null ? gray.message() : message,
                    by == null ? null : by.ofNumber(),
                    gray.edits());
            published(tx, app, release, by);
            return release;
        });
    }

    /** Publishes for all what the rollout {@code by} carries. */
    void promote(Tx tx, Owner app, Carried by) {
        published(tx, app, publishing.carried(tx, require(tx, app), by), by);
    }

    private void published(Tx tx, Owner app, ReleaseRow release, @Nullable Carried by) {
        grays.delete(tx.sql(), app.id());
        if (by != null) carried.update(tx.sql(), by.end(Carried.State.PUBLISHED, release.number()));
        live.edited(tx, app.id());
    }

    /** Takes it back; what came of the draft waits there again, but for keys that were edited anew. */
    void withdraw(Caller caller, long appId) {
        changes.write(caller.actor(), tx -> {
            withdraw(tx, publishing.free(tx, caller, appId));
            return null;
        });
    }

    /** The same, for whoever holds it. */
    void withdraw(Tx tx, Owner app) {
        Gray gray = require(tx, app);
        @Nullable Carried by = carried.gray(tx.sql(), app.id()).orElse(null);
        grays.delete(tx.sql(), app.id());
        stamp(tx, app);
        if (by == null || by.isDraft()) redraft(tx, app, gray);
        told(tx, "config.grayWithdrawn", app, gray, gray.target());
        if (by != null) carried.update(tx.sql(), by.end(Carried.State.WITHDRAWN, null));
    }

    private void redraft(Tx tx, Owner app, Gray gray) {
        Set<Item.Id> edited = publishing.drafted(tx.sql(), app).keySet();
        List<DraftItem> back = new ArrayList<>();
        gray.edits().forEach((id, item) -> {
            if (!edited.contains(id)) back.add(DraftItem.of(id, item, gray.author(), gray.createdAt()));
        });
        items.draft(tx.sql(), app.id(), back);
    }

    private Object told(Tx tx, String kind, Owner app, Gray gray, Gray.Target target) {
        live.edited(tx, app.id());
        @Nullable Carried by = carried.gray(tx.sql(), app.id()).orElse(null);
        return tx.record(kind, app.projectId(), app.id(), null, Told.of(app, gray, target, by));
    }

    private SheetRow sheet(Handle sql, Owner app) {
        return sheets.find(sql, app.id()).orElseThrow(() -> Publishing.nothing(app));
    }

    private void stamp(Tx tx, Owner app) {
        sheets.update(
                tx.sql(),
                sheet(tx.sql(), app).stamped(tx.nextId("config"), tx.now().toEpochMilli()));
    }

    private static Gray.Target target(ConfigGrayTarget wanted) {
        int part = wanted.percent() == null ? 0 : wanted.percent();
        if (part < 0 || part > 100) throw new Invalid("percent", part, "0–100");
        boolean named = !wanted.clients().isEmpty()
                || !wanted.nodes().isEmpty()
                || !wanted.labels().isEmpty();
        if (!named && part == 0) {
            throw new Invalid("percent", part, "1–100, or clients, nodes or labels");
        }
        Nodes.checkLabels(wanted.labels());
        return new Gray.Target(
                names("clients", wanted.clients()), names("nodes", wanted.nodes()), wanted.labels(), part);
    }

    private static Set<String> names(String field, List<String> given) {
        if (given.size() > NAMES) throw new Invalid(field, given.size(), "at most %,d".formatted(NAMES));
        Set<String> names = new TreeSet<>();
        for (String each : given) names.add(Check.text(field, each, NAME));
        return names;
    }
}
