package io.stardust.cli.deploy.api;

import io.avaje.jsonb.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What somebody asks for when making or editing a placement; what is absent is as the deployment says, or stays.
 *
 * @param nodeId when making only
 * @param deployName when making only; absent: the deployment's name
 * @param clear names of fields that become as the deployment says
 */
@Json
public record PlacementEdit(
        @Nullable Long nodeId,
        @Nullable String deployName,
        @Nullable Boolean enabled,
        @Nullable Integer port,
        @Nullable String fileName,
        @Nullable String arguments,
        @Nullable String workingDirectory,
        @Nullable String mode,
        @Nullable List<Variable> environment,
        @Nullable List<Variable> environmentSet,
        @Nullable List<String> environmentRemove,
        @Nullable String userName,
        @Nullable Integer maxMemory,
        @Nullable Integer priority,
        @Nullable Integer oomScoreAdjust,
        @Nullable String healthCheck,
        @Nullable Probe readiness,
        @Nullable Probe liveness,
        @Nullable Integer delaySeconds,
        @Nullable List<String> clear) {
    /** Asks for nothing. */
    public static final PlacementEdit NOTHING = new PlacementEdit(
            null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
            null, null);
}
