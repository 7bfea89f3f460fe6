package io.stardust.api.config;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/**
 * An edit of one item.
 *
 * @param act {@code set}, {@code remove}, or {@code undo}, which takes the draft's edit of it back
 * @param scope absent: of every scope
 * @param type with {@code set}; absent: as it is, text of a new one
 * @param value with {@code set}; absent: as it is
 * @param remark with {@code set}; absent: as it is, empty: none
 */
@Json
public record ConfigEdit(
        @Nullable String act,
        @Nullable String key,
        @Nullable String scope,
        @Nullable String type,
        @Nullable CharSequence value,
        @Nullable String remark) {
    /** Without the value, which may be a secret. */
    @Override
    public String toString() {
        return "ConfigEdit[%s %s]".formatted(act, key);
    }
}
