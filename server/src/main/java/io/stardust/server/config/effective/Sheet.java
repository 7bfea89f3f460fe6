package io.stardust.server.config.effective;

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
        for (Item item : items) {
            this.items.computeIfAbsent(item.key(), _ -> new HashMap<>(2)).put(item.scope(), item);
        }
    }

    private Sheet(Sheet of, long stamp, Map<String, Map<String, Item>> items) {
        this.appId = of.appId;
        this.app = of.app;
        this.projectId = of.projectId;
        this.share = of.share;
        this.global = of.global;
        this.quotes = of.quotes;
        this.stamp = stamp;
        this.items = items;
    }

    /** This sheet after {@code edits} were published; an item without a value in {@code edits} goes. */
    public Sheet with(Map<Item.Id, @Nullable Item> edits, long newStamp) {
        Map<String, Map<String, Item>> changed = new HashMap<>(items);
        edits.forEach((id, item) -> {
            Map<String, Item> scopes = new HashMap<>(changed.getOrDefault(id.key(), Map.of()));
            if (item == null) scopes.remove(id.scope());
            else scopes.put(id.scope(), item);
            if (scopes.isEmpty()) changed.remove(id.key());
            else changed.put(id.key(), scopes);
        });
        return new Sheet(this, newStamp, changed);
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

    /** All items, in no order. */
    public List<Item> items() {
        return items.values().stream()
                .flatMap(scopes -> scopes.values().stream())
                .toList();
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
