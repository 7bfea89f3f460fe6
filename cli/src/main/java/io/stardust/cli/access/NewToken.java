package io.stardust.cli.access;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/** What somebody asks for when making a token. */
@Json
record NewToken(
        String kind,
        @Nullable String name,
        @Nullable Long project,
        @Nullable Integer expiresInDays,
        @Nullable String role) {}
