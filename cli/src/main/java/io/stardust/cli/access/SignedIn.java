package io.stardust.cli.access;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/** A session just opened. */
@Json
record SignedIn(
        String token, @Nullable Long expiresAt, @Nullable User user) {
    @Override
    public String toString() {
        return "SignedIn[" + user + "]";
    }
}
