package io.stardust.agent.local;

import org.jspecify.annotations.Nullable;

/**
 * A value of a file and where it stands.
 *
 * @param line From 1.
 * @param value {@code Map<String, Item>}, {@code List<Item>}, String, Double, Boolean or null.
 */
record Item(int line, @Nullable Object value) {
    /** Short, for messages. */
    @Override
    public String toString() {
        if (value instanceof java.util.Map) return "an object";
        if (value instanceof java.util.List) return "a list";
        if (value instanceof Double number && number == Math.rint(number)) return Long.toString(number.longValue());
        return value instanceof String text
                ? "'" + (text.length() > 60 ? text.substring(0, 60) + "…" : text) + "'"
                : String.valueOf(value);
    }
}
