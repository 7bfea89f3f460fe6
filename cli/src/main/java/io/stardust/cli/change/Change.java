package io.stardust.cli.change;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/** One committed mutation. */
@Json
record Change(
        long id,
        long at,
        String actor,
        @Nullable String address,
        @Nullable Long projectId,
        String kind,
        @Nullable String subjectKind,
        @Nullable String subjectId) {}
