package io.stardust.cli.access;

import io.avaje.jsonb.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who asks, and which projects they reach. */
@Json
record Me(
        long id,
        String name,
        boolean platform,
        String actor,
        @Nullable List<Reach> projects,
        @Nullable Long expiresAt) {
    /** A project the caller reaches, and as what. */
    @Json
    record Reach(long id, String name, String role) {}
}
