package io.stardust.api.config;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/**
 * A gray release becomes one for all.
 *
 * @param message what it is for; absent: as the gray release says
 */
@Json
public record ConfigGrayPromotion(@Nullable String message) {}
