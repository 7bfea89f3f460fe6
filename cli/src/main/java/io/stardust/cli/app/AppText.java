package io.stardust.cli.app;

import io.stardust.api.app.AppKeyView;
import io.stardust.api.app.AppView;
import io.stardust.cli.terminal.Cell;
import io.stardust.cli.terminal.Style;
import java.time.Duration;

/** How apps and keys stand, in a word. All functions are pure. */
final class AppText {
    /** So long before its end a key is to be replaced. */
    private static final Duration SOON = Duration.ofDays(7);

    private AppText() {}

    static Cell state(AppView app) {
        if (!app.approved()) return new Cell("pending", Style.BUSY);
        if (!app.enabled()) return Cell.of("disabled");
        boolean gone = app.lastLoginAt() != null
                && app.counts() != null
                && app.counts().instances() == 0;
        return gone ? new Cell("no instances", Style.BAD) : new Cell("enabled", Style.GOOD);
    }

    /** What needs a person first: those that wait, those that are gone. */
    static int rank(AppView app) {
        return switch (state(app).text()) {
            case "pending" -> 0;
            case "no instances" -> 1;
            case "enabled" -> 2;
            default -> 3;
        };
    }

    static Cell logClass(AppView app) {
        String name = app.logClass() == null ? "standard" : app.logClass();
        return app.lacksClass() == null
                ? Cell.of(name)
                : new Cell("standard, since the server has no class %s".formatted(name), Style.BAD);
    }

    static Cell state(AppKeyView key, long now) {
        if (key.revokedAt() != null) return Cell.of("revoked");
        if (key.expiresAt() == null) return new Cell("valid", Style.GOOD);
        if (key.expiresAt() <= now) return new Cell("expired", Style.BAD);
        boolean soon = key.expiresAt() - now < SOON.toMillis();
        return soon ? new Cell("expires soon", Style.BUSY) : new Cell("valid", Style.GOOD);
    }
}
