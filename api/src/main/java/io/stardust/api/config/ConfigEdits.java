package io.stardust.api.config;

import io.avaje.jsonb.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Edits of an app's draft; all of them, or none.
 *
 * @param edits at most 10,000
 */
@Json
public record ConfigEdits(@Nullable List<ConfigEdit> edits) {}
