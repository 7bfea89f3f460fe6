package io.stardust.api.app;

import io.avaje.jsonb.Json;

/** A key that was made now. {@code secret} is shown this once. */
@Json
public record MadeAppKey(AppKeyView key, String secret) {
    @Override
    public String toString() {
        return "MadeAppKey[" + key + ", ***]";
    }
}
