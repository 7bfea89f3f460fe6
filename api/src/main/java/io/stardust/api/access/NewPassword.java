package io.stardust.api.access;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/** A password for somebody else. */
@Json
public record NewPassword(@Nullable String password) {
    @Override
    public String toString() {
        return "NewPassword";
    }
}
