package io.stardust.protocol;

import io.avaje.json.JsonAdapter;
import io.avaje.json.JsonDataException;
import io.avaje.json.JsonReader;
import io.avaje.json.JsonWriter;
import io.avaje.jsonb.Jsonb;
import java.math.BigDecimal;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Scalars as clients send them: a number as text, text as a number, {@code ""} or null for "none", booleans as 0/1. An
 * absent primitive is 0 or false, an absent boxed one null. A number outside the type's range is an error, not a wrap.
 */
final class LenientScalars {
    private LenientScalars() {}

    static Jsonb.Builder register(Jsonb.Builder builder) {
        return builder.add(String.class, adapter(text -> text, null, JsonWriter::value))
                .add(Integer.TYPE, adapter(LenientScalars::toInt, 0, (w, v) -> w.value(v.intValue())))
                .add(Integer.class, adapter(LenientScalars::toInt, null, (w, v) -> w.value(v.intValue())))
                .add(Long.TYPE, adapter(LenientScalars::toLong, 0L, (w, v) -> w.value(v.longValue())))
                .add(Long.class, adapter(LenientScalars::toLong, null, (w, v) -> w.value(v.longValue())))
                .add(Double.TYPE, adapter(LenientScalars::toDouble, 0.0, (w, v) -> w.value(v.doubleValue())))
                .add(Double.class, adapter(LenientScalars::toDouble, null, (w, v) -> w.value(v.doubleValue())))
                .add(Boolean.TYPE, adapter(LenientScalars::toBoolean, false, (w, v) -> w.value(v.booleanValue())))
                .add(Boolean.class, adapter(LenientScalars::toBoolean, null, (w, v) -> w.value(v.booleanValue())));
    }

    private interface Write<T> {
        void write(JsonWriter writer, T value);
    }

    private static <T> JsonAdapter<T> adapter(Function<String, T> parse, @Nullable T absent, Write<T> write) {
        boolean isText = absent == null && parse.apply("1") instanceof String;
        return new JsonAdapter<>() {
            @Override
            public void toJson(JsonWriter writer, @Nullable T value) {
                if (value == null) {
                    writer.nullValue();
                } else {
                    write.write(writer, value);
                }
            }

            @Override
            @SuppressWarnings("NullAway") // the library's signature is not annotated; absence is meant
            public T fromJson(JsonReader reader) {
                String text = scalar(reader);
                if (text == null || (text.isBlank() && !isText)) return absent;
                try {
                    return parse.apply(text);
                } catch (ArithmeticException | NumberFormatException e) {
                    throw new JsonDataException(
                            "%s (expected: a number in range) at %s".formatted(shortened(text), reader.location()));
                }
            }
        };
    }

    private static @Nullable String scalar(JsonReader reader) {
        return switch (reader.currentToken()) {
            case STRING -> reader.readString();
            case NUMBER -> text(reader.readDecimal());
            case BOOLEAN -> reader.readBoolean() ? "true" : "false";
            case NULL -> {
                reader.isNullValue();
                yield null;
            }
            default ->
                throw new JsonDataException(
                        "an object or array where text or a number was expected, at " + reader.location());
        };
    }

    /** Digits as far as a double reaches; beyond, {@code 1E+999999999} stays as short as it came. */
    private static String text(BigDecimal number) {
        return isShort(number) ? number.toPlainString() : number.toString();
    }

    /** Whether it may be written out: {@code 1e999999999} would fill the memory. */
    private static boolean isShort(BigDecimal number) {
        return Math.abs((long) number.scale()) <= 400;
    }

    private static Integer toInt(String text) {
        return number(text).intValueExact();
    }

    /** Upstream sends unsigned 64-bit sizes; those beyond a long are held at its maximum. */
    private static Long toLong(String text) {
        BigDecimal number = number(text);
        return number.compareTo(LONG_MAX) > 0 ? Long.MAX_VALUE : number.longValueExact();
    }

    private static final BigDecimal LONG_MAX = BigDecimal.valueOf(Long.MAX_VALUE);

    private static Double toDouble(String text) {
        return Double.valueOf(text.trim());
    }

    private static Boolean toBoolean(String text) {
        return text.equalsIgnoreCase("true") || text.equals("1");
    }

    private static BigDecimal number(String text) {
        if (text.length() > 64) throw new NumberFormatException(shortened(text));
        BigDecimal number = new BigDecimal(text.trim());
        if (!isShort(number)) throw new NumberFormatException(shortened(text));
        return number.setScale(0, java.math.RoundingMode.DOWN);
    }

    private static String shortened(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "…";
    }
}
