package io.stardust.server.config;

import io.stardust.api.config.ConfigDiff;
import io.stardust.api.config.ConfigDifference;
import io.stardust.server.config.effective.Item;
import io.stardust.server.config.effective.ValueType;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What is otherwise between two states of a sheet. */
final class Differences {
    private static final Comparator<Item.Id> ORDER =
            Comparator.comparing(Item.Id::key).thenComparing(Item.Id::scope);

    private Differences() {}

    /** What leads from {@code before} to {@code after}; an item without a value goes. */
    static Map<Item.Id, @Nullable Item> edits(Collection<Item> before, Collection<Item> after) {
        Map<Item.Id, Item> were = new HashMap<>();
        for (Item item : before) were.put(item.id(), item);
        Map<Item.Id, @Nullable Item> edits = new TreeMap<>(ORDER);
        for (Item item : after) {
            @Nullable Item was = were.remove(item.id());
            if (!item.equals(was)) edits.put(item.id(), item);
        }
        for (Item.Id id : were.keySet()) edits.put(id, null);
        return edits;
    }

    /** The same for people; secrets are not shown. */
    static ConfigDiff shown(Collection<Item> before, Map<Item.Id, @Nullable Item> edits) {
        Map<Item.Id, Item> were = new HashMap<>();
        for (Item item : before) were.put(item.id(), item);
        Map<Item.Id, @Nullable Item> sorted = new TreeMap<>(ORDER);
        sorted.putAll(edits);
        return new ConfigDiff(sorted.entrySet().stream()
                .map(each -> difference(each.getKey(), were.get(each.getKey()), each.getValue()))
                .toList());
    }

    private static ConfigDifference difference(Item.Id id, @Nullable Item was, @Nullable Item is) {
        boolean secret = isSecret(was) || isSecret(is);
        String kind = was == null ? "added" : is == null ? "removed" : "changed";
        return new ConfigDifference(
                id.key(),
                id.scope(),
                kind,
                secret || was == null ? null : was.value(),
                secret || is == null ? null : is.value(),
                secret);
    }

    private static boolean isSecret(@Nullable Item item) {
        return item != null && item.type() == ValueType.SECRET;
    }
}
