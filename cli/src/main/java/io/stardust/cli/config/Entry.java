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
    Entry {
        remark = remark == null ? null : remark.strip().replaceAll("\\s+", " "); // the server takes one line
    }

    /** As a text that holds no references of ours, with its placeholders for the app to fill in. */
    Entry literal() {
        return new Entry(key, value.replace("${", "$${"), type, remark);
    }

    /** This, as a secret. */
    Entry secret() {
        return new Entry(key, value, "secret", remark);
    }

    /** Without the value, which may be a secret. */
    @Override
    public String toString() {
        return "Entry[%s]".formatted(key);
    }
}
