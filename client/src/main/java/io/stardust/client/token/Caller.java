package io.stardust.client.token;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who calls, as a service token says. Immutable.
 *
 * @param app The app's name.
 * @param project Of the app; absent = not told.
 * @param scopes Words of what it may do; null = all.
 * @param id Of the token, by which it is revoked; absent = none.
 * @param expires When the token ends, or ended: {@code late} says that it has.
 * @param late Whether the token has ended and is accepted because no server can be reached to renew it.
 */
public record Caller(
        String app,
        @Nullable String project,
        @Nullable Set<String> scopes,
        @Nullable String id,
        Instant expires,
        boolean late) {
    /** Copies. */
    public Caller {
        scopes = scopes == null ? null : Set.copyOf(scopes);
    }

    /** Whether the token covers {@code word}. */
    public boolean may(String word) {
        return scopes == null || scopes.contains(word);
    }
}
