package io.stardust.api.node;

import io.avaje.jsonb.Json;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An edit of a node; what is absent stays. {@code labels} replaces all labels. */
@Json
public record NodeEdit(
        @Nullable String name,
        @Nullable Boolean enabled,
        @Nullable Map<String, String> labels,
        @Nullable Long projectId) {}
