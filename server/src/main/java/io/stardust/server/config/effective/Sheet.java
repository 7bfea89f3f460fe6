package io.stardust.server.config.effective;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The live values of one app. Immutable. */
public final class Sheet {
    private final long appId;
    private final String app;
    private final long projectId;
    private final Share share;
    private final boolean global;
    private final List<Long> quotes;
    private final long stamp;
    private final Map<String, Map<String, Item>> items;
    private final Sums sums;

    /**
     * What all items come to, so that an edit of one looks at no other.
     *
     * @param items how many there are
     * @param characters of their values
     * @param filled how many need more than a look: they refer to others, or are secret
     */
    private record Sums(int items, long characters, int filled) {
        static final Sums NONE = new Sums(0, 0, 0);

        Sums plus(@Nullable Item item, int times) {
            if (item == null) return this;
            boolean fills = item.type() == ValueType.SECRET || Reference.isIn(item.value());
            return new Sums(
                    items + times, characters + (long) times * item.value().length(), fills ? filled + times : filled);
        }
    }

    /**
     * @param app its name
     * @param share who may read it
     * @param global whether all who may read it inherit from it
     * @param quotes ids of the apps it inherits from, the first one first
     * @param stamp grows with each change that somebody could see
     */
    public Sheet(
            long appId,
            String app,
            long projectId,
            Share share,
            boolean global,
            List<Long> quotes,
            long stamp,
            Iterable<Item> items) {
        this.appId = appId;
        this.app = app;
        this.projectId = projectId;
        this.share = share;
        this.global = global;
        this.quotes = List.copyOf(quotes);
        this.stamp = stamp;
        this.items = new HashMap<>();
        Sums all = Sums.NONE;
        for (Item item : items) {
            @Nullable
            Item before = this.items
                    .computeIfAbsent(item.key(), _ -> new HashMap<>(2))
                    .put(item.scope(), item);
            all = all.plus(before, -1).plus(item, 1);
        }
        this.sums = all;
    }

    private Sheet(Sheet of, long stamp, Map<String, Map<String, Item>> items, Sums sums) {
        this.appId = of.appId;
        this.app = of.app;
        this.projectId = of.projectId;
        this.share = of.share;
        this.global = of.global;
        this.quotes = of.quotes;
        this.stamp = stamp;
        this.items = items;
        this.sums = sums;
    }

    /** This sheet after {@code edits} were published; an item without a value in {@code edits} goes. */
    public Sheet with(Map<Item.Id, @Nullable Item> edits, long newStamp) {
        Map<String, Map<String, Item>> changed = new HashMap<>(items);
        Sums all = sums;
        for (Map.Entry<Item.Id, @Nullable Item> edit : edits.entrySet()) {
            Item.Id id = edit.getKey();
            @Nullable Item item = edit.getValue();
            Map<String, Item> scopes = new HashMap<>(changed.getOrDefault(id.key(), Map.of()));
            @Nullable Item before = item == null ? scopes.remove(id.scope()) : scopes.put(id.scope(), item);
            if (scopes.isEmpty()) changed.remove(id.key());
            else changed.put(id.key(), scopes);
            all = all.plus(before, -1).plus(item, 1);
        }
        return new Sheet(this, newStamp, changed, all);
    }

    /** The same items, of an app that shares and inherits otherwise. */
    public Sheet shared(Share with, boolean isGlobal, List<Long> from, long newStamp) {
        return new Sheet(appId, app, projectId, with, isGlobal, from, newStamp, items());
    }

    /** Whether this is what the app of that name had when it drew {@code newest}. */
    public boolean isOf(String name, long project, long newest) {
        return stamp == newest && projectId == project && app.equals(name);
    }

    public long appId() {
        return appId;
    }

    public String app() {
        return app;
    }

    public long projectId() {
        return projectId;
    }

    public boolean global() {
        return global;
    }

    public List<Long> quotes() {
        return quotes;
    }

    public long stamp() {
        return stamp;
    }

    /** How many items there are. */
    public int size() {
        return sums.items();
    }

    /** Of all values. */
    public long characters() {
        return sums.characters();
    }

    /** Whether all values are what they say: none refers to another, none is secret. */
    public boolean isPlain() {
        return sums.filled() == 0;
    }

    /** All items, in no order. */
    public List<Item> items() {
        return items.values().stream()
                .flatMap(scopes -> scopes.values().stream())
                .toList();
    }

    /** The items that {@code before} has not, or otherwise; in the order of their scopes. */
    public List<Item> unlike(Sheet before) {
        List<Item> unlike = new ArrayList<>();
        items.forEach((key, scopes) -> {
            if (scopes.equals(before.items.get(key))) return;
            for (Item item : scopes.values()) {
                if (!item.equals(before.exact(item.id()))) unlike.add(item);
            }
        });
        unlike.sort(Comparator.comparing(Item::scope));
        return unlike;
    }

    /** The keys that have a value in {@code scope}. */
    public Iterable<String> keys() {
        return items.keySet();
    }

    /** The item that {@code scope} sees, its own before that of every scope; null when there is none. */
    public @Nullable Item find(String key, String scope) {
        @Nullable Map<String, Item> scopes = items.get(key);
        if (scopes == null) return null;
        @Nullable Item exact = scopes.get(scope);
        return exact == null ? scopes.get("") : exact;
    }

    /** The item of exactly this scope; null when there is none. */
    public @Nullable Item exact(Item.Id id) {
        return items.getOrDefault(id.key(), Map.of()).get(id.scope());
    }

    /** Whether {@code reader} may quote this one, or refer to it. */
    public boolean isOpenTo(Sheet reader) {
        return reader.appId == appId
                || switch (share) {
                    case NONE -> false;
                    case PROJECT -> reader.projectId == projectId;
                    case ALL -> true;
                };
    }
}
