package io.stardust.server.config.effective;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A reference in a value: {@code ${key@app:scope}}.
 *
 * @param app null: the app that asks
 * @param scope null: the scope that is asked for; empty: the value of every scope
 */
public record Reference(
        String key, @Nullable String app, @Nullable String scope) {
    /** A piece of a value: text as it is, or a reference. */
    sealed interface Part {
        record Text(String text) implements Part {}

        record Ref(Reference reference) implements Part {}
    }

    /** A value that cannot be read. */
    static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1;

        Unreadable(String message) {
            super(message);
        }
    }

    /** True when a value may hold anything but plain text: most do not. */
    static boolean isIn(String value) {
        return value.contains("${");
    }

    /**
     * Takes a value apart; <code>$${</code> is a literal <code>${</code>.
     *
     * @throws Unreadable when a reference does not end or names no key
     */
    static List<Part> parts(String value) throws Unreadable {
        List<Part> parts = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        int at = 0;
        while (true) {
            int open = value.indexOf("${", at);
            if (open < 0) break;
            if (open > at && value.charAt(open - 1) == '$') { // two of them: as it is written
                text.append(value, at, open - 1).append("${");
                at = open + 2;
                continue;
            }
            int close = value.indexOf('}', open);
            if (close < 0) throw new Unreadable("${ without an end (expected: ${key}, or $${ for the characters)");
            text.append(value, at, open);
            if (!text.isEmpty()) parts.add(new Part.Text(text.toString()));
            text.setLength(0);
            parts.add(new Part.Ref(read(value.substring(open + 2, close))));
            at = close + 1;
        }
        text.append(value, at, value.length());
        if (!text.isEmpty()) parts.add(new Part.Text(text.toString()));
        return parts;
    }

    /** Keys may have colons in them; a scope is named behind the app only. */
    private static Reference read(String inner) throws Unreadable {
        int atApp = inner.lastIndexOf('@');
        String key = (atApp < 0 ? inner : inner.substring(0, atApp)).strip();
        if (key.isEmpty()) throw new Unreadable("${" + inner + "} names no key (expected: ${key@app:scope})");
        if (atApp < 0) return new Reference(key, null, null);
        String rest = inner.substring(atApp + 1);
        int colon = rest.indexOf(':');
        String app = (colon < 0 ? rest : rest.substring(0, colon)).strip();
        @Nullable String scope = colon < 0 ? null : Item.scope(rest.substring(colon + 1));
        return new Reference(key, app.isEmpty() ? null : app, scope);
    }

    @Override
    public String toString() {
        if (app == null && scope == null) return "${" + key + "}";
        return "${" + key + "@" + (app == null ? "" : app) + (scope == null ? "" : ":" + scope) + "}";
    }
}
