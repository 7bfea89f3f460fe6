package io.stardust.server.deploy;

import io.stardust.api.reason.Why;
import io.stardust.protocol.reason.Code;
import io.stardust.protocol.reason.Reason;
import io.stardust.protocol.reason.ReasonPart;
import io.stardust.server.http.Check;
import io.stardust.server.http.Reasons;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A reason as it is kept. Immutable.
 *
 * @param text its English
 * @param why by code, see {@link Why}; null when there are words only
 */
public record Told(String text, @Nullable String why) {
    private static final int TEXT = 2_000; // characters

    /** The server's own. */
    public static Told of(Reason reason) {
        return new Told(Check.cut(reason.text(), TEXT), Reasons.kept(reason));
    }

    public static Told of(Code code, @Nullable Object... namesAndValues) {
        return of(Reason.of(code, namesAndValues));
    }

    /** An agent's: bounded, and without the codes if they are not such as ours; null when it says nothing. */
    public static @Nullable Told of(@Nullable String text, @Nullable List<ReasonPart> parts) {
        if (text == null || text.isEmpty()) return null;
        @Nullable Reason reason = Reason.of(parts);
        return new Told(Check.cut(text, TEXT), reason == null ? null : Reasons.kept(reason));
    }

    /** What is kept already; null when nothing is. */
    public static @Nullable Told kept(@Nullable String text, @Nullable String why) {
        return text == null ? null : new Told(text, why);
    }

    /** To be the cause of another one; where the codes say something else than the words, the words count. */
    public Reason reason() {
        @Nullable Reason reason = Reasons.reason(why);
        return reason != null && reason.text().equals(text) ? reason : Reason.said(text);
    }

    public static @Nullable String textOf(@Nullable Told told) {
        return told == null ? null : told.text;
    }

    public static @Nullable String whyOf(@Nullable Told told) {
        return told == null ? null : told.why;
    }
}
