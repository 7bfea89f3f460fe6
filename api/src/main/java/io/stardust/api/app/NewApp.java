package io.stardust.api.app;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/** What somebody asks for when making an app. Project 1 when none is named. */
@Json
public record NewApp(
        @Nullable String name,
        @Nullable String displayName,
        @Nullable Long projectId) {}
