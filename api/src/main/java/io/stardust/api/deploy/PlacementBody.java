package io.stardust.api.deploy;

import io.avaje.jsonb.Json;
import io.stardust.api.variable.VariableView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What somebody asks for when making or editing a placement. When editing, what is absent stays; an empty text, port 0
 * and maxMemory -1 clear an override.
 *
 * @param nodeId when making only
 * @param readiness of kind {@code none}: none here, whatever the deployment has
 * @param environments all variables in the form of before, {@code A=1;B=2}
 * @param environment all variables
 * @param environmentSet single variables to be added or changed
 * @param environmentRemove names of single variables that are to go
 * @param clear names of overrides that are to go, so that the deployment's own value holds again
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
        @Nullable List<VariableView> environment,
        @Nullable List<VariableView> environmentSet,
        @Nullable List<String> environmentRemove,
        @Nullable String userName,
        @Nullable Integer maxMemory,
        @Nullable Integer priority,
        @Nullable Integer oomScoreAdjust,
        @Nullable String healthCheck,
        @Nullable ProbeView readiness,
        @Nullable ProbeView liveness,
        @Nullable Integer delaySeconds,
        @Nullable List<String> clear) {
    /** Nothing but what the deployment says. */
    public static final PlacementBody NOTHING = new PlacementBody(
            null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
            null, null, null);

    /** Nothing else, under this name on its node. */
    public static PlacementBody named(String deployName) {
        return new PlacementBody(
                null,
                deployName,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    public PlacementBody {
        environment = environment == null ? null : List.copyOf(environment);
        environmentSet = environmentSet == null ? null : List.copyOf(environmentSet);
        environmentRemove = environmentRemove == null ? null : List.copyOf(environmentRemove);
        clear = clear == null ? null : List.copyOf(clear);
    }
}
