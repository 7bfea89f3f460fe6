package io.stardust.api.access;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/** A token that somebody asks for; {@code project} and {@code role}: see {@link TokenView}. */
@Json
public record NewToken(
        @Nullable String kind,
        @Nullable String name,
        @Nullable Long project,
        @Nullable Integer expiresInDays,
        @Nullable String role) {}
