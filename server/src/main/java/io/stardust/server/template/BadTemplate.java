package io.stardust.server.template;

import org.jspecify.annotations.Nullable;

/** A file cannot be made; the message says why in words for people, and holds no value. */
public final class BadTemplate extends Exception {
    private static final long serialVersionUID = 1;

    private final @Nullable String key;

    public BadTemplate(String message, @Nullable String key) {
        super(message, null, false, false);
        this.key = key;
    }

    /** The same, told of the template. */
    public BadTemplate of(String template) {
        return new BadTemplate("template %s: %s".formatted(template, getMessage()), key);
    }

    /** The key of config that it is about; null: about none. */
    public @Nullable String key() {
        return key;
    }

    public String words() {
        return String.valueOf(getMessage());
    }
}
