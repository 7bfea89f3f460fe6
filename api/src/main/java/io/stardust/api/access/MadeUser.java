package io.stardust.api.access;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/** A user just made; {@code invitation} is shown this once; absent: a password was given. */
@Json
public record MadeUser(UserView user, @Nullable String invitation) {
    @Override
    public String toString() {
        return "MadeUser[" + user.name() + "]";
    }
}
