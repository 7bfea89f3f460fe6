package io.stardust.api.app;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/**
 * What somebody asks for when making a key of an app.
 *
 * @param expiresInDays 1–3650; absent: it holds until it is revoked
 */
@Json
public record NewAppKey(@Nullable String name, @Nullable Integer expiresInDays) {}
