package io.stardust.cli.node;

import io.avaje.jsonb.Json;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An edit of a node; what is absent stays. */
@Json
record NodePatch(
        @Nullable String name,
        @Nullable Boolean enabled,
        @Nullable Map<String, String> labels,
        @Nullable Long projectId) {}
