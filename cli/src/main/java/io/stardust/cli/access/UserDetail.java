package io.stardust.cli.access;

import io.avaje.jsonb.Json;
import io.stardust.cli.http.Named;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A user as administrators see them. */
@Json
record UserDetail(
        long id,
        String name,
        @Nullable String displayName,
        boolean platform,
        boolean locked,
        boolean invited,
        String source,
        @Nullable Long lastSeenAt,
        long createdAt,
        long revision,
        List<Me.Reach> projects)
        implements Named {}
