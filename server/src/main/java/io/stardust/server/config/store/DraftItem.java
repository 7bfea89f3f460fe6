package io.stardust.server.config.store;

import io.stardust.server.config.effective.Item;
import io.stardust.server.config.effective.ValueType;
import org.jspecify.annotations.Nullable;

/**
 * What the next publish does to an item. Immutable.
 *
 * @param gone whether it goes; the value then is empty
 * @param value of a secret, sealed
 * @param editedAt epoch ms
 */
public record DraftItem(
        String name,
        String scope,
        boolean gone,
        ValueType type,
        String value,
        @Nullable String remark,
        String author,
        long editedAt) {
    /** {@code item} null: it goes. */
    public static DraftItem of(Item.Id id, @Nullable Item item, String author, long editedAt) {
        return item == null
                ? new DraftItem(id.key(), id.scope(), true, ValueType.TEXT, "", null, author, editedAt)
                : new DraftItem(
                        id.key(), id.scope(), false, item.type(), item.value(), item.remark(), author, editedAt);
    }

    public Item.Id id() {
        return new Item.Id(name, scope);
    }

    /** As it will be; null when it goes. */
    @Nullable
    public Item item() {
        return gone ? null : new Item(name, scope, type, value, remark);
    }
}
