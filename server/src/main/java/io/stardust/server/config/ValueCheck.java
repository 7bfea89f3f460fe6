package io.stardust.server.config;

import io.stardust.protocol.Printable;
import io.stardust.server.config.effective.Item;
import io.stardust.server.config.effective.ValueType;
import io.stardust.server.http.ApiException.Invalid;
import io.stardust.server.http.Check;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Bounds of keys, scopes and values. Says which item is wrong, and never shows its value. */
final class ValueCheck {
    static final int MOST_ITEMS = 10_000;
    static final int MOST_SCOPES = 100;
    static final int MOST_TEXT = 16 << 20; // characters of all values
    static final int KEY = 256;
    static final int SCOPE = 50;
    static final int VALUE = 1 << 20; // characters
    static final int REMARK = 500;

    private ValueCheck() {}

    /** Keys may hold what a property file's may; what would break an address or a reference is refused. */
    static String key(@Nullable String key) {
        String text = Check.text("key", key, KEY);
        if (!text.equals(text.strip())) throw new Invalid("key", Check.shown(text), "no blanks at its ends");
        if (text.indexOf('}') >= 0 || text.indexOf('@') >= 0) {
            throw new Invalid("key", Check.shown(text), "no } and no @, which end a key in ${key@app}");
        }
        return text;
    }

    static String scope(@Nullable String scope) {
        String text = Item.scope(Check.optionalLine("scope", scope, SCOPE));
        if (text.indexOf('}') >= 0) throw new Invalid("scope", Check.shown(text), "no }");
        return text;
    }

    static String value(String key, ValueType type, String value) {
        if (value.length() > VALUE) throw wrong(key, value.length() + " characters", "at most %,d".formatted(VALUE));
        if (value.indexOf('\0') >= 0) throw wrong(key, "a NUL character", "text");
        // what is filled in by references is not known yet
        if (value.contains("${") || value.isEmpty()) return value;
        switch (type) {
            case NUMBER -> number(key, value);
            case BOOLEAN -> {
                if (!value.equals("true") && !value.equals("false")) throw wrong(key, "no boolean", "true or false");
            }
            default -> {}
        }
        return value;
    }

    private static void number(String key, String value) {
        try {
            var _ = new BigDecimal(value.strip());
        } catch (NumberFormatException _) {
            throw wrong(key, "no number", "digits, with a point or an exponent");
        }
    }

    static @Nullable String remark(@Nullable String remark) {
        @Nullable String line = Check.optionalLine("remark", remark, REMARK);
        return line == null || line.isBlank() ? null : line;
    }

    private static Invalid wrong(String key, String what, String expected) {
        return new Invalid("value of " + Check.shortened(Printable.line(key), 100), what, expected);
    }
}
