package io.stardust.server.logs.read;

import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * OpenTelemetry's {@code AnyValue}: a {@code String}, {@code Long}, {@code Double}, {@code Boolean}, {@code byte[]}, a
 * list of values, {@link Entries}, or null for none.
 */
final class AnyValue {
    /** A list of keys and values. */
    record Entries(List<Entry> list) {}

    record Entry(String key, @Nullable Object value) {}

    private AnyValue() {}

    /** What is stored of {@code value}: a scalar as it is, else compact JSON. */
    static String text(@Nullable Object value) {
        return switch (value) {
            case null -> "";
            case String text -> text;
            case byte[] bytes -> base64(bytes);
            case List<?> _, Entries _ -> {
                var json = new StringBuilder();
                write(json, value);
                yield json.toString();
            }
            default -> String.valueOf(value);
        };
    }

    private static void write(StringBuilder out, @Nullable Object value) {
        switch (value) {
            case String text -> JsonText.quote(out, text);
            case byte[] bytes -> JsonText.quote(out, base64(bytes));
            case Double number when !Double.isFinite(number) -> JsonText.quote(out, number.toString());
            case List<?> list -> {
                out.append('[');
                for (int i = 0; i < list.size(); i++) {
                    if (i > 0) out.append(',');
                    write(out, list.get(i));
                }
                out.append(']');
            }
            case Entries entries -> {
                out.append('{');
                for (int i = 0; i < entries.list.size(); i++) {
                    if (i > 0) out.append(',');
                    JsonText.quote(out, entries.list.get(i).key);
                    out.append(':');
                    write(out, entries.list.get(i).value);
                }
                out.append('}');
            }
            case null, default -> out.append(value);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
