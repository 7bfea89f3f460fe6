package io.stardust.api.access;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/** A user to be made; without a password there is an invitation. */
@Json
public record NewUser(
        @Nullable String name,
        @Nullable String displayName,
        @Nullable Boolean platform,
        @Nullable String password) {
    @Override
    public String toString() {
        return "NewUser[" + name + "]";
    }
}
