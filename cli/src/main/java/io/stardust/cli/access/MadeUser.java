package io.stardust.cli.access;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/** A user just made; {@code invitation} is shown this once. */
@Json
record MadeUser(UserDetail user, @Nullable String invitation) {
    @Override
    public String toString() {
        return "MadeUser[" + user.name() + "]";
    }
}
