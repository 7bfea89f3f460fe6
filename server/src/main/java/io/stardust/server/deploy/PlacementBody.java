package io.stardust.server.deploy;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/**
 * What somebody asks for when making or editing a placement. When editing, what is absent stays; an empty text, port 0
 * and maxMemory -1 clear an override.
 *
 * @param nodeId when making only
 * @param deployName absent when making = the deployment's name
 */
@Json
public record PlacementBody(
        @Nullable Long nodeId,
        @Nullable String deployName,
        @Nullable Boolean enabled,
        @Nullable Integer port,
        @Nullable String fileName,
        @Nullable String arguments,
        @Nullable String workingDirectory,
        @Nullable String mode,
        @Nullable String environments,
        @Nullable String userName,
        @Nullable Integer maxMemory) {}
