package io.stardust.api.access;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/** One's own password, the present and the new one. */
@Json
public record PasswordChange(
        @Nullable String current, @Nullable String password) {
    @Override
    public String toString() {
        return "PasswordChange";
    }
}
