package io.stardust.server.instance;

import io.stardust.protocol.Envelope;
import io.stardust.protocol.Envelope.Refused;
import io.stardust.protocol.Printable;
import io.stardust.server.http.Check;
import org.jspecify.annotations.Nullable;

/** Takes what a stranger sends and cuts it to what is kept. */
final class AppFields {
    private AppFields() {}

    /** The text on one line, cut; null when it is absent or blank. */
    static @Nullable String bounded(@Nullable String text, int max) {
        if (text == null) return null;
        String line = Check.cut(Printable.line(text.trim()), max);
        return line.isEmpty() ? null : line;
    }

    /**
     * What names a thing, as it came; null when it is absent or blank.
     *
     * @throws Refused 400 when it is longer than {@code max} or may not be shown
     */
    static @Nullable String name(String field, @Nullable String text, int max) {
        if (text == null || text.isBlank()) return null;
        String name = text.trim();
        if (name.length() <= max && Printable.is(name) && name.indexOf('#') < 0) return name;
        throw new Refused(
                Envelope.BAD_REQUEST,
                "%s: %s (expected: at most %d characters that may be shown, none of them #)"
                        .formatted(field, bounded(text, 60), max));
    }
}
