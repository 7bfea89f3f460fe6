package io.stardust.server.config;

import io.avaje.jsonb.Json;
import io.stardust.api.config.ConfigEdit;
import io.stardust.api.config.RevealSecret;
import io.stardust.api.config.RevealedSecret;
import io.stardust.server.access.secret.Secrets;
import io.stardust.server.change.Changes;
import io.stardust.server.change.Changes.Tx;
import io.stardust.server.config.effective.Item;
import io.stardust.server.config.effective.Sheet;
import io.stardust.server.config.effective.ValueType;
import io.stardust.server.config.store.DraftItem;
import io.stardust.server.config.store.ItemStore;
import io.stardust.server.config.store.SheetRow;
import io.stardust.server.config.store.SheetStore;
import io.stardust.server.config.store.SheetStore.Owner;
import io.stardust.server.http.ApiException.Invalid;
import io.stardust.server.http.ApiException.NotFound;
import io.stardust.server.http.Caller;
import io.stardust.server.http.Check;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Edits what the next publish will do. Thread-safe. */
final class Drafts {
    private static final int EDITS = 10_000;

    private final Changes changes;
    private final Secrets secrets;
    private final Sheets live;
    private final SheetStore sheets = new SheetStore();
    private final ItemStore items = new ItemStore();
    private final Rights rights = new Rights();
    private final Approvals approvals = new Approvals();

    Drafts(Changes changes, Secrets secrets, Sheets live) {
        this.changes = changes;
        this.secrets = secrets;
        this.live = live;
    }

    /** How an edit of the draft stands in the change table: which keys, and no value. */
    @Json
    record Drafted(String app, List<String> set, List<String> removed, List<String> undone) {}

    /** Takes all of {@code edits} into the draft, or none. */
    void edit(Caller caller, long appId, List<ConfigEdit> edits) {
        requireSome(edits);
        changes.write(caller.actor(), tx -> {
            Owner app = rights.edit(tx.sql(), caller, appId);
            SheetRow sheet = sheet(tx, app);
            Map<Item.Id, DraftItem> before = new HashMap<>();
            for (DraftItem row : items.drafts(tx.sql(), appId)) before.put(row.id(), row);
            var work = new Work(live.current(tx.sql(), sheet), before, tx);
            for (ConfigEdit edit : edits) work.take(edit);
            work.requireRoom();
            items.draft(tx.sql(), appId, work.set.values());
            items.undo(tx.sql(), appId, work.undone);
            approvals.edited(tx, caller, app, before.isEmpty());
            return tx.record("config.drafted", sheet.projectId(), appId, null, work.told(app.name()));
        });
    }

    /** How it stands in the change table that somebody has read a secret. */
    @Json
    record Revealed(String app, String key, String scope) {}

    /**
     * Opens a live secret for a person, and says so in the change table before the answer.
     *
     * @throws NotFound when there is no such item, or it is no secret
     */
    RevealedSecret reveal(Caller caller, long appId, RevealSecret wanted) {
        var id = new Item.Id(ValueCheck.key(wanted.key()), ValueCheck.scope(wanted.scope()));
        return changes.write(caller.actor(), tx -> {
            Owner app = rights.reveal(tx.sql(), caller, appId);
            Item secret = sheets.find(tx.sql(), appId)
                    .map(row -> live.current(tx.sql(), row).exact(id))
                    .filter(item -> item.type() == ValueType.SECRET)
                    .orElseThrow(() -> new NotFound("secret", id.key()));
            tx.record("config.revealed", app.projectId(), appId, null, new Revealed(app.name(), id.key(), id.scope()));
            return new RevealedSecret(secrets.open(secret.value()));
        });
    }

    /** What {@code edits} do to what is live, as if nothing waited in the draft. */
    Map<Item.Id, @Nullable Item> alone(Tx tx, SheetRow sheet, List<ConfigEdit> edits) {
        requireSome(edits);
        var work = new Work(live.current(tx.sql(), sheet), Map.of(), tx);
        for (ConfigEdit edit : edits) work.take(edit);
        work.requireRoom();
        Map<Item.Id, @Nullable Item> made = new HashMap<>();
        work.set.values().forEach(draft -> made.put(draft.id(), draft.item()));
        return made;
    }

    private static void requireSome(List<ConfigEdit> edits) {
        if (edits.isEmpty()) throw new Invalid("edits", "none", "1–%,d".formatted(EDITS));
        if (edits.size() > EDITS) throw new Invalid("edits", edits.size(), "at most %,d".formatted(EDITS));
    }

    /** Takes back all that was edited since the last publish. */
    void undoAll(Caller caller, long appId) {
        changes.write(caller.actor(), tx -> {
            Owner app = rights.edit(tx.sql(), caller, appId);
            List<String> undone = items.drafts(tx.sql(), appId).stream()
                    .map(draft -> told(draft.id()))
                    .toList();
            items.undoAll(tx.sql(), appId);
            return tx.record(
                    "config.drafted",
                    app.projectId(),
                    appId,
                    null,
                    new Drafted(app.name(), List.of(), List.of(), undone));
        });
    }

    /** The sheet of an app within {@code tx}, made when it has none. */
    SheetRow sheet(Tx tx, Owner app) {
        return sheets.find(tx.sql(), app.id()).orElseGet(() -> {
            SheetRow made = SheetRow.none(
                    app.id(), app.name(), app.projectId(), tx.now().toEpochMilli());
            sheets.insert(tx.sql(), made);
            return made;
        });
    }

    private static String told(Item.Id id) {
        return id.scope().isEmpty() ? id.key() : id.key() + " (" + id.scope() + ")";
    }

    /** Edits one after the other, upon what is there. */
    private final class Work {
        private final Sheet live;
        private final Map<Item.Id, DraftItem> before;
        private final Tx tx;
        private final Map<Item.Id, DraftItem> set = new HashMap<>();
        private final Set<Item.Id> undone = new HashSet<>();

        Work(Sheet live, Map<Item.Id, DraftItem> before, Tx tx) {
            this.live = live;
            this.before = before;
            this.tx = tx;
        }

        void take(ConfigEdit edit) {
            var id = new Item.Id(ValueCheck.key(edit.key()), ValueCheck.scope(edit.scope()));
            String act = edit.act() == null ? "set" : edit.act();
            switch (act) {
                case "set" -> put(set(id, edit));
                case "remove" -> {
                    if (live.exact(id) != null) put(gone(id));
                    else forget(id);
                }
                case "undo" -> forget(id);
                default -> throw new Invalid("act", Check.shown(act), "set, remove or undo");
            }
        }

        private void put(DraftItem draft) {
            undone.remove(draft.id());
            set.put(draft.id(), draft);
            @Nullable Item item = draft.item();
            if (item != null && item.equals(live.exact(draft.id()))) forget(draft.id()); // as it is live
        }

        private void forget(Item.Id id) {
            set.remove(id);
            if (before.containsKey(id)) undone.add(id);
        }

        private DraftItem gone(Item.Id id) {
            return DraftItem.of(id, null, tx.actor(), tx.now().toEpochMilli());
        }

        private DraftItem set(Item.Id id, ConfigEdit edit) {
            @Nullable Item there = there(id);
            ValueType type = edit.type() == null
                    ? (there == null ? ValueType.TEXT : there.type())
                    : Check.choice("type", edit.type(), ValueType.class);
            String value = value(id, edit, there, type);
            @Nullable
            String remark = edit.remark() == null && there != null ? there.remark() : ValueCheck.remark(edit.remark());
            return DraftItem.of(
                    id,
                    new Item(id.key(), id.scope(), type, value, remark),
                    tx.actor(),
                    tx.now().toEpochMilli());
        }

        /** As it would be after the next publish; null: there would be none. */
        private @Nullable Item there(Item.Id id) {
            @Nullable DraftItem draft = set.containsKey(id) ? set.get(id) : undone.contains(id) ? null : before.get(id);
            if (draft != null) return draft.item();
            return live.exact(id);
        }

        private String value(Item.Id id, ConfigEdit edit, @Nullable Item there, ValueType type) {
            @Nullable CharSequence said = edit.value();
            boolean wasSecret = there != null && there.type() == ValueType.SECRET;
            if (said == null) {
                if (there == null)
                    throw new Invalid("value of " + Check.shown(id.key()), "missing", "text, also empty");
                if (wasSecret != (type == ValueType.SECRET)) {
                    throw new Invalid(
                            "value of " + Check.shown(id.key()),
                            "missing",
                            "a value, since it begins or ends to be secret");
                }
                return there.value();
            }
            String checked = ValueCheck.value(id.key(), type, said.toString());
            return type == ValueType.SECRET ? secrets.seal(checked) : checked;
        }

        void requireRoom() {
            if (hasRoom()) return;
            Map<Item.Id, Long> sizes = new HashMap<>();
            for (Item item : live.items())
                sizes.put(item.id(), (long) item.value().length());
            before.forEach((id, draft) -> sizes.put(id, (long) draft.value().length()));
            set.forEach((id, draft) -> sizes.put(id, (long) draft.value().length()));
            long scopes = sizes.keySet().stream().map(Item.Id::scope).distinct().count();
            long size = sizes.values().stream().mapToLong(each -> each).sum();
            require(sizes.size(), ValueCheck.MOST_ITEMS, "items");
            require(scopes, ValueCheck.MOST_SCOPES, "scopes");
            require(size, ValueCheck.MOST_TEXT, "characters");
        }

        /** Whether there is room for sure, without a look at each item. */
        private boolean hasRoom() {
            long size = live.characters();
            for (Map<Item.Id, DraftItem> drafts : List.of(before, set)) {
                for (DraftItem draft : drafts.values()) {
                    if (live.exact(draft.id()) == null) return false; // another item, perhaps of another scope
                    size += draft.value().length();
                }
            }
            return live.size() <= ValueCheck.MOST_ITEMS && size <= ValueCheck.MOST_TEXT;
        }

        private static void require(long count, long most, String what) {
            if (count > most)
                throw new Invalid("edits", "%,d %s".formatted(count, what), "at most %,d in an app".formatted(most));
        }

        Drafted told(String app) {
            List<String> values = new ArrayList<>();
            List<String> removed = new ArrayList<>();
            set.values().forEach(draft -> (draft.gone() ? removed : values).add(Drafts.told(draft.id())));
            return new Drafted(
                    app,
                    values.stream().sorted().toList(),
                    removed.stream().sorted().toList(),
                    undone.stream().map(Drafts::told).sorted().toList());
        }
    }
}
