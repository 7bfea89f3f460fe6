package io.stardust.agent.local;

import org.jspecify.annotations.Nullable;

/** Writes small JSON by hand: an adapter for each answer would cost an idle agent memory. For one text. */
final class JsonText {
    private final StringBuilder out = new StringBuilder();
    private boolean comma;

    /** Opens an object or a list, {@code brace} one of <code>{ [</code>; {@code name} null within a list. */
    JsonText open(@Nullable String name, char brace) {
        begin(name);
        out.append(brace);
        comma = false;
        return this;
    }

    JsonText close(char brace) {
        out.append(brace);
        comma = true;
        return this;
    }

    JsonText add(@Nullable String name, @Nullable String text) {
        begin(name);
        if (text == null) out.append("null");
        else quote(text);
        return this;
    }

    JsonText add(@Nullable String name, long number) {
        begin(name);
        out.append(number);
        return this;
    }

    JsonText add(@Nullable String name, boolean flag) {
        begin(name);
        out.append(flag);
        return this;
    }

    /** Adds JSON as it is. */
    JsonText raw(@Nullable String name, String json) {
        begin(name);
        out.append(json);
        return this;
    }

    private void begin(@Nullable String name) {
        if (comma) out.append(',');
        comma = true;
        if (name == null) return;
        quote(name);
        out.append(':');
    }

    private void quote(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ') {
                String hex = Integer.toHexString(c);
                out.append("\\u").append("0000", 0, 4 - hex.length()).append(hex);
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
