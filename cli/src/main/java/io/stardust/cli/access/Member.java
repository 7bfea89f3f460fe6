package io.stardust.cli.access;

import io.avaje.jsonb.Json;
import io.stardust.cli.http.Named;
import org.jspecify.annotations.Nullable;

/** A user in a project. */
@Json
record Member(long userId, String name, @Nullable String displayName, String role, long createdAt) implements Named {
    @Override
    public long id() {
        return userId;
    }
}
