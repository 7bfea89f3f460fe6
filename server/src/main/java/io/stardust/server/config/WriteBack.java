package io.stardust.server.config;

import io.stardust.protocol.Envelope;
import io.stardust.protocol.Envelope.Refused;
import io.stardust.protocol.config.ConfigUpload;
import io.stardust.server.change.Changes;
import io.stardust.server.config.effective.Item;
import io.stardust.server.config.effective.Sheet;
import io.stardust.server.config.effective.ValueType;
import io.stardust.server.config.store.DraftItem;
import io.stardust.server.config.store.ItemStore;
import io.stardust.server.config.store.ItemStore.ValueRow;
import io.stardust.server.config.store.SheetRow;
import io.stardust.server.config.store.SheetStore.Owner;
import io.stardust.server.instance.Instance;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Apps write back the keys that they know and nobody has set: into the draft, for people to publish. What is there, or
 * inherited, stays as it is. Thread-safe.
 */
final class WriteBack {
    private static final int MOST = 1_000; // at once

    private final Changes changes;
    private final Sheets live;
    private final Drafts drafts;
    private final ItemStore items = new ItemStore();

    WriteBack(Changes changes, Sheets live, Drafts drafts) {
        this.changes = changes;
        this.live = live;
        this.drafts = drafts;
    }

    private record Wish(String key, String value, @Nullable String remark) {}

    /**
     * Returns how many keys were added to the draft.
     *
     * @throws Refused 403 when the sheet is read-only or full
     */
    int add(Instance who, ConfigUpload upload) {
        List<Wish> wishes = wishes(upload.configs() == null ? Map.of() : upload.configs());
        if (wishes.isEmpty()) return 0;
        Set<String> inherited = inherited(who.appId());
        return changes.write("app:" + who.appId() + " " + who.app(), tx -> {
            SheetRow sheet = drafts.sheet(tx, new Owner(who.appId(), who.app(), who.projectId()));
            if (sheet.readOnly()) {
                throw new Refused(
                        Envelope.FORBIDDEN,
                        "the config of app %s is read-only: people alone edit it".formatted(who.app()));
            }
            Set<String> known = new HashSet<>(inherited);
            List<ValueRow> rows = items.live(tx.sql(), who.appId());
            List<DraftItem> drafted = items.drafts(tx.sql(), who.appId());
            for (ValueRow row : rows) known.add(row.name());
            for (DraftItem draft : drafted) known.add(draft.name());
            List<DraftItem> missing = new ArrayList<>();
            for (Wish wish : wishes) {
                if (!known.add(wish.key())) continue;
                missing.add(new DraftItem(
                        wish.key(),
                        "",
                        false,
                        ValueType.TEXT,
                        wish.value(),
                        wish.remark(),
                        tx.actor(),
                        tx.now().toEpochMilli()));
            }
            if (missing.isEmpty()) return 0;
            requireRoom(who, rows, drafted, missing);
            items.draft(tx.sql(), who.appId(), missing);
            List<String> set = missing.stream().map(DraftItem::name).sorted().toList();
            tx.record(
                    "config.drafted",
                    who.projectId(),
                    who.appId(),
                    null,
                    new Drafts.Drafted(who.app(), set, List.of(), List.of()));
            return missing.size();
        });
    }

    private static void requireRoom(
            Instance who, List<ValueRow> rows, List<DraftItem> drafted, List<DraftItem> missing) {
        long count = rows.size() + drafted.size() + (long) missing.size();
        long size = rows.stream().mapToLong(row -> row.value().length()).sum()
                + drafted.stream().mapToLong(draft -> draft.value().length()).sum()
                + missing.stream().mapToLong(draft -> draft.value().length()).sum();
        if (count <= ValueCheck.MOST_ITEMS && size <= ValueCheck.MOST_TEXT) return;
        throw new Refused(
                Envelope.FORBIDDEN,
                "the config of app %s is full: %,d items with %,d characters are the most"
                        .formatted(who.app(), ValueCheck.MOST_ITEMS, ValueCheck.MOST_TEXT));
    }

    private Set<String> inherited(long appId) {
        Set<String> keys = new HashSet<>();
        @Nullable Sheet own = live.sheet(appId);
        if (own == null) return keys;
        for (Sheet sheet : io.stardust.server.config.effective.Resolver.chain(live, own))
            sheet.keys().forEach(keys::add);
        return keys;
    }

    /** Texts that look like references are texts: an app has no say in what it may read. */
    private static List<Wish> wishes(Map<String, Object> configs) {
        if (configs.size() > MOST) {
            throw new Refused(
                    Envelope.BAD_REQUEST, "Configs: %d keys (expected: at most %d)".formatted(configs.size(), MOST));
        }
        List<Wish> wishes = new ArrayList<>();
        configs.forEach((key, said) -> {
            Object value = said instanceof Map<?, ?> parts ? part(parts, "Value") : said;
            @Nullable Object comment = said instanceof Map<?, ?> parts ? part(parts, "Comment") : null;
            if (value == null || Item.isInternal(key)) return;
            String text =
                    ValueCheck.value(key, ValueType.TEXT, String.valueOf(value).replace("${", "$${"));
            wishes.add(new Wish(
                    ValueCheck.key(key), text, ValueCheck.remark(comment == null ? null : String.valueOf(comment))));
        });
        return wishes;
    }

    private static @Nullable Object part(Map<?, ?> parts, String name) {
        for (Map.Entry<?, ?> each : parts.entrySet()) {
            if (String.valueOf(each.getKey()).equalsIgnoreCase(name)) return each.getValue();
        }
        return null;
    }
}
