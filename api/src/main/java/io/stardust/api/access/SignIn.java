package io.stardust.api.access;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/** Asks for a session; {@code cookie} true: for a browser. */
@Json
public record SignIn(
        @Nullable String name,
        @Nullable String password,
        @Nullable Boolean cookie) {
    @Override
    public String toString() {
        return "SignIn[" + name + "]";
    }
}
