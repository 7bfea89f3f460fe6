package io.stardust.cli.app;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/** What somebody asks for when making an app. */
@Json
record NewApp(
        String name, @Nullable String displayName, @Nullable Long projectId) {}
