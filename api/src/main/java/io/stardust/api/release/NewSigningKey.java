package io.stardust.api.release;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/**
 * A key that a project is to trust.
 *
 * @param publicKey the public half: 32 bytes as base64
 */
@Json
public record NewSigningKey(@Nullable String name, @Nullable String publicKey) {}
