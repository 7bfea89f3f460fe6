package io.stardust.server.config;

import io.stardust.api.config.ConfigCheck;
import io.stardust.api.config.ConfigDiff;
import io.stardust.api.config.ConfigInheritance;
import io.stardust.api.config.ConfigInstanceView;
import io.stardust.api.config.ConfigInstances;
import io.stardust.api.config.ConfigItemPage;
import io.stardust.api.config.ConfigItemView;
import io.stardust.api.config.ConfigReleaseView;
import io.stardust.api.config.ConfigSheetPage;
import io.stardust.api.config.ConfigSheetView;
import io.stardust.api.config.FoundConfigItem;
import io.stardust.api.config.FoundConfigItems;
import io.stardust.server.config.effective.Item;
import io.stardust.server.config.effective.Sheet;
import io.stardust.server.config.effective.ValueType;
import io.stardust.server.config.store.DraftItem;
import io.stardust.server.config.store.ItemStore;
import io.stardust.server.config.store.ItemStore.ValueRow;
import io.stardust.server.config.store.ReleaseRow;
import io.stardust.server.config.store.SheetRow;
import io.stardust.server.config.store.SheetStore;
import io.stardust.server.config.store.SheetStore.Owner;
import io.stardust.server.db.Between;
import io.stardust.server.db.Database;
import io.stardust.server.db.Visible;
import io.stardust.server.http.ApiException.NotFound;
import io.stardust.server.http.Caller;
import io.stardust.server.http.Check;
import io.stardust.server.instance.Instance;
import io.stardust.server.instance.Instances;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The config of apps as people see it; secrets are not shown. Thread-safe. */
final class ConfigViews {
    private final Database db;
    private final Sheets live;
    private final Delivery delivery;
    private final Trials trials;
    private final Instances instances;
    private final Askers askers;
    private final KeyUse use;
    private final InstantSource clock;
    private final SheetStore sheets = new SheetStore();
    private final ItemStore items = new ItemStore();
    private final GrayStore grays = new GrayStore();
    private final Rights rights = new Rights();

    ConfigViews(
            Database db,
            Sheets live,
            Delivery delivery,
            Trials trials,
            Instances instances,
            Askers askers,
            KeyUse use,
            InstantSource clock) {
        this.db = db;
        this.live = live;
        this.delivery = delivery;
        this.trials = trials;
        this.instances = instances;
        this.askers = askers;
        this.use = use;
        this.clock = clock;
    }

    static ConfigReleaseView release(ReleaseRow row) {
        return new ConfigReleaseView(
                row.number(),
                row.ofNumber(),
                row.message(),
                row.author(),
                row.changes(),
                row.createdAt(),
                row.rolloutId());
    }

    private Owner owner(Handle sql, Visible visible, long appId) {
        return sheets.owner(sql, visible, appId).orElseThrow(() -> new NotFound("app", appId));
    }

    /** The app, if {@code caller} may read its values. */
    long readable(Caller caller, long appId) {
        return db.read(sql -> rights.read(sql, caller, appId)).id();
    }

    ConfigSheetView sheet(Visible visible, long appId) {
        return db.read(sql -> sheet(sql, owner(sql, visible, appId)));
    }

    ConfigSheetView sheet(Handle sql, Owner app) {
        return view(
                sql,
                sheets.find(sql, app.id())
                        .orElseGet(() -> SheetRow.none(app.id(), app.name(), app.projectId(), clock.millis())));
    }

    /** From whom an app inherits, and who inherits from it. */
    ConfigInheritance inheritance(Visible visible, long appId) {
        return db.read(sql -> Inheritance.of(sql, sheets, visible, owner(sql, visible, appId)));
    }

    /** Apps that have a config, by name, after that of {@code after}. */
    ConfigSheetPage sheets(Visible visible, String q, String after, int limit) {
        return db.read(sql -> {
            List<SheetRow> found = sheets.page(sql, visible, q, after, limit + 1);
            boolean more = found.size() > limit;
            List<ConfigSheetView> page =
                    found.stream().limit(limit).map(row -> view(sql, row)).toList();
            return new ConfigSheetPage(page, more ? page.getLast().app() : null);
        });
    }

    /** Live items of all apps with {@code q} in key, remark or value. */
    FoundConfigItems search(Caller caller, String q, int limit) {
        List<ItemStore.Found> found = db.read(sql -> items.search(sql, caller, q, limit + 1));
        List<FoundConfigItem> page = found.stream()
                .limit(limit)
                .map(each -> new FoundConfigItem(
                        each.appId(),
                        each.app(),
                        each.name(),
                        each.scope(),
                        Check.word(each.type()),
                        each.type() == ValueType.SECRET ? null : each.value(),
                        each.remark()))
                .toList();
        return new FoundConfigItems(page, found.size() > limit);
    }

    private ConfigSheetView view(Handle sql, SheetRow row) {
        return new ConfigSheetView(
                row.appId(),
                row.app(),
                row.projectId(),
                row.enabled(),
                Check.word(row.share()),
                row.global(),
                row.readOnly(),
                sheets.quoteNames(sql, row.appId()),
                row.number(),
                items.countLive(sql, row.appId()),
                items.countDrafts(sql, row.appId()),
                items.countAdded(sql, row.appId()),
                grays.isThere(sql, row.appId()),
                row.publishAt(),
                row.publishMessage(),
                row.revision());
    }

    /**
     * Items as they will be, by key and scope.
     *
     * @param q a part of key, scope or remark, in any case
     * @param after the key and scope, as {@link #place}, behind which to go on; empty: from the start
     */
    ConfigItemPage items(Visible visible, long appId, String q, String after, int limit) {
        Map<String, ConfigItemView> all = db.read(sql -> {
            owner(sql, visible, appId);
            return merged(items.live(sql, appId), items.drafts(sql, appId));
        });
        String wanted = q.toLowerCase(Locale.ROOT);
        List<ConfigItemView> found = new ArrayList<>();
        for (Map.Entry<String, ConfigItemView> each : all.entrySet()) {
            if (each.getKey().compareTo(after) <= 0 || !has(each.getValue(), wanted)) continue;
            found.add(each.getValue());
            if (found.size() > limit) break;
        }
        boolean more = found.size() > limit;
        List<ConfigItemView> page = more ? found.subList(0, limit) : found;
        return new ConfigItemPage(
                page, more ? place(page.getLast().key(), page.getLast().scope()) : null);
    }

    private static boolean has(ConfigItemView item, String q) {
        String remark = item.remark() == null ? "" : item.remark();
        return q.isEmpty()
                || (item.key() + "\n" + item.scope() + "\n" + remark)
                        .toLowerCase(Locale.ROOT)
                        .contains(q);
    }

    /** Where an item stands in the order. */
    static String place(String key, String scope) {
        return key + "\n" + scope;
    }

    private static Map<String, ConfigItemView> merged(List<ValueRow> live, List<DraftItem> drafts) {
        Map<Item.Id, ValueRow> rows = new HashMap<>();
        Map<String, ConfigItemView> merged = new TreeMap<>();
        for (ValueRow row : live) {
            rows.put(row.item().id(), row);
            merged.put(
                    place(row.name(), row.scope()),
                    new ConfigItemView(
                            row.name(),
                            row.scope(),
                            Check.word(row.type()),
                            shown(row.item()),
                            null,
                            row.remark(),
                            "live",
                            null,
                            null,
                            row.since()));
        }
        for (DraftItem draft : drafts) {
            @Nullable ValueRow row = rows.get(draft.id());
            @Nullable Item item = draft.item();
            merged.put(
                    place(draft.name(), draft.scope()),
                    new ConfigItemView(
                            draft.name(),
                            draft.scope(),
                            Check.word(item == null && row != null ? row.type() : draft.type()),
                            shown(item),
                            row == null ? null : shown(row.item()),
                            item == null && row != null ? row.remark() : draft.remark(),
                            row == null ? "added" : item == null ? "removed" : "changed",
                            draft.author(),
                            draft.editedAt(),
                            row == null ? 0 : row.since()));
        }
        return merged;
    }

    private static @Nullable String shown(@Nullable Item item) {
        return item == null || item.type() == ValueType.SECRET ? null : item.value();
    }

    List<ReleaseRow> releases(Visible visible, long appId, Between made, long cursor, int limit) {
        return db.read(sql -> {
            owner(sql, visible, appId);
            return items.releases(sql, appId, made, cursor, limit);
        });
    }

    /** What is otherwise in the draft. */
    ConfigDiff draft(Visible visible, long appId) {
        return db.read(sql -> {
            owner(sql, visible, appId);
            Map<Item.Id, @Nullable Item> edits = new HashMap<>();
            for (DraftItem draft : items.drafts(sql, appId)) edits.put(draft.id(), draft.item());
            return Differences.shown(plain(items.live(sql, appId)), edits);
        });
    }

    /**
     * What is otherwise between two releases.
     *
     * @param from 0: before the first
     * @param until null: the live one
     */
    ConfigDiff between(Visible visible, long appId, long from, @Nullable Long until) {
        return db.read(sql -> {
            owner(sql, visible, appId);
            long to = until == null
                    ? sheets.find(sql, appId).map(SheetRow::number).orElse(0L)
                    : until;
            for (long number : List.of(from, to)) {
                if (number != 0 && !items.isThere(sql, appId, number)) throw new NotFound("release", number);
            }
            List<Item> before = plain(items.at(sql, appId, from));
            return Differences.shown(before, Differences.edits(before, plain(items.at(sql, appId, to))));
        });
    }

    private static List<Item> plain(List<ValueRow> rows) {
        return rows.stream().map(ValueRow::item).toList();
    }

    /** What waits in the draft would do, or what release {@code number} had. */
    ConfigCheck check(Visible visible, long appId, @Nullable Long number) {
        return db.read(sql -> {
            Owner app = owner(sql, visible, appId);
            SheetRow row = sheets.find(sql, appId)
                    .orElseGet(() -> SheetRow.none(app.id(), app.name(), app.projectId(), clock.millis()));
            Sheet now = live.current(sql, row);
            Map<Item.Id, @Nullable Item> edits = new HashMap<>();
            if (number == null) {
                for (DraftItem draft : items.drafts(sql, appId)) edits.put(draft.id(), draft.item());
            } else {
                if (!items.isThere(sql, appId, number)) throw new NotFound("release", number);
                edits.putAll(Differences.edits(now.items(), plain(items.at(sql, appId, number))));
            }
            return trials.check(sql, visible, now, edits);
        });
    }

    /** The running instances of an app, by name, and what they read. */
    ConfigInstances instances(Visible visible, long appId) {
        db.read(sql -> owner(sql, visible, appId));
        List<ConfigInstanceView> shown = instances.ofApp(appId).stream()
                .sorted(Comparator.comparing(Instance::client))
                .map(this::instance)
                .toList();
        Delivery.@Nullable Kept kept = delivery.of(appId, "");
        Set<String> there = kept == null ? Set.of() : kept.values.keySet();
        return new ConfigInstances(shown, use.unused(appId, there), use.missing(appId, there));
    }

    private ConfigInstanceView instance(Instance who) {
        Askers.@Nullable Asked asked = askers.of(who);
        String scope = trials.scope(who);
        Delivery.@Nullable Kept now = delivery.of(who, scope);
        long newest = now == null ? 1 : now.effective.stamp();
        return new ConfigInstanceView(
                who.client(),
                who.node(),
                scope,
                asked == null ? null : asked.version(),
                asked == null ? null : asked.at(),
                asked != null && asked.version() == newest,
                delivery.gray(who) != null,
                asked == null ? null : Long.valueOf(asked.held().release));
    }
}
