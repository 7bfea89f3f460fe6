package io.stardust.cli.access;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/** What an administrator asks for when making a user; it may hold a password. */
@Json
record NewUser(
        String name,
        @Nullable String displayName,
        boolean platform,
        @Nullable String password) {
    @Override
    public String toString() {
        return "NewUser[" + name + "]";
    }
}
