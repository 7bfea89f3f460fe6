package io.stardust.api.access;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/** Makes the first user, by the code that the server printed; {@code cookie} true: for a browser. */
@Json
public record SetUp(
        @Nullable String code,
        @Nullable String name,
        @Nullable String password,
        @Nullable Boolean cookie) {
    @Override
    public String toString() {
        return "SetUp[" + name + "]";
    }
}
