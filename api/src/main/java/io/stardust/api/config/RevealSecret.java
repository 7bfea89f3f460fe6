package io.stardust.api.config;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/**
 * Which secret is to be shown.
 *
 * @param scope absent: of every scope
 */
@Json
public record RevealSecret(@Nullable String key, @Nullable String scope) {}
