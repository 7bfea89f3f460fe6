package io.stardust.cli.access;

import io.avaje.jsonb.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who asks; absent {@code projects}: all of them. */
@Json
record Me(
        long id,
        String name,
        boolean platform,
        String actor,
        @Nullable List<Reach> projects) {
    /** A project the caller reaches, and as what. */
    @Json
    record Reach(long projectId, String role) {}
}
