package io.stardust.cli.access;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/** A token just made; {@code token} is shown this once. */
@Json
record MadeToken(long id, String token, @Nullable Long expiresAt) {
    @Override
    public String toString() {
        return "MadeToken[" + id + "]";
    }
}
