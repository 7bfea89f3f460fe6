package io.stardust.server.db;

import java.util.Locale;

/** Patterns of SQL's {@code like … escape '!'}. */
public final class Like {
    private Like() {}

    /** Of text that has {@code part} somewhere, in any case; for columns in lower case. */
    public static String containing(String part) {
        return "%" + literal(part.toLowerCase(Locale.ROOT)) + "%";
    }

    /** {@code text} as it is, in a pattern. */
    public static String literal(String text) {
        return text.replace("!", "!!").replace("%", "!%").replace("_", "!_");
    }
}
