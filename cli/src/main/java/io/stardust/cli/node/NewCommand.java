package io.stardust.cli.node;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/** What somebody orders. */
@Json
record NewCommand(
        String command,
        @Nullable String argument,
        @Nullable Long startAt,
        @Nullable Long expireAt,
        @Nullable Integer waitSeconds) {}
