package io.stardust.client;

import io.stardust.client.link.Commands;
import org.jspecify.annotations.Nullable;

/** The app's own orders, and that of the server to read the config again. Thread-safe. */
final class Orders implements Commands {
    private static final String PUBLISHED = "config/publish";

    private final Commands own;
    private final Runnable published;

    Orders(Commands own, Runnable published) {
        this.own = own;
        this.published = published;
    }

    @Override
    public @Nullable Handler find(String name) {
        Handler known = own.find(name);
        if (!name.equals(PUBLISHED)) return known;
        return command -> {
            published.run();
            return known == null ? null : known.run(command);
        };
    }

    @Override
    public boolean isRepeatable(String name) {
        return name.equals(PUBLISHED) || own.isRepeatable(name);
    }
}
