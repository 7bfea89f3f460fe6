package io.stardust.telemetry.query;

import io.stardust.telemetry.log.Field;
import org.jspecify.annotations.Nullable;

/**
 * What a field or an attribute must be, or, negated, must not be. Upper and lower case of ASCII letters are alike.
 *
 * @param field null: an attribute
 * @param attribute its name as it was sent; empty with a field
 * @param value the whole value
 */
public record FieldTest(@Nullable Field field, String attribute, String value, boolean negated) {
    public static FieldTest of(Field field, String value) {
        return new FieldTest(field, "", value, false);
    }

    public static FieldTest of(String attribute, String value) {
        return new FieldTest(null, attribute, value, false);
    }
}
