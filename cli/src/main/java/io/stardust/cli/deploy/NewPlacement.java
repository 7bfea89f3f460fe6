package io.stardust.cli.deploy;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/** What somebody asks for when placing a deployment on a node; what is absent is as the deployment says. */
@Json
record NewPlacement(
        long nodeId,
        @Nullable String deployName,
        @Nullable Integer port,
        @Nullable String fileName,
        @Nullable String arguments,
        @Nullable String workingDirectory,
        @Nullable String environments,
        @Nullable String userName,
        @Nullable Integer maxMemory,
        @Nullable Integer delaySeconds) {}
