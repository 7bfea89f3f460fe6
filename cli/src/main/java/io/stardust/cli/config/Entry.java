package io.stardust.cli.config;

import org.jspecify.annotations.Nullable;

/**
 * One item as a file has it. Immutable.
 *
 * @param type null: the file does not say
 * @param remark null: the file has none to say
 */
record Entry(
        String key,
        String value,
        @Nullable String type,
        @Nullable String remark) {
    /** Without the value, which may be a secret. */
    @Override
    public String toString() {
        return "Entry[%s]".formatted(key);
    }
}
