package io.stardust.server.config.effective;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A key with its value. Immutable.
 *
 * @param key as it is written; a case is a difference
 * @param scope environment label, in lower case; empty: of every scope
 * @param value may be empty; of a secret, sealed
 * @param remark for people; null: none
 */
public record Item(
        String key,
        String scope,
        ValueType type,
        String value,
        @Nullable String remark) {
    /** What tells items of one sheet apart. */
    public record Id(String key, String scope) {}

    public Id id() {
        return new Id(key, scope);
    }

    /** Internal keys are for references and are delivered to nobody. */
    public static boolean isInternal(String key) {
        return key.startsWith("_");
    }

    /** Scopes are equal whatever their case. */
    public static String scope(@Nullable String said) {
        return said == null ? "" : said.strip().toLowerCase(Locale.ROOT);
    }
}
