package io.stardust.server.deploy;

import io.avaje.jsonb.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What somebody asks for when making or editing a placement. When editing, what is absent stays; an empty text, port 0
 * and maxMemory -1 clear an override.
 *
 * @param nodeId when making only
 * @param readiness of kind {@code none}: none here, whatever the deployment has
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
        @Nullable String userName,
        @Nullable Integer maxMemory,
        @Nullable Integer priority,
        @Nullable Integer oomScoreAdjust,
        @Nullable String healthCheck,
        @Nullable ProbeView readiness,
        @Nullable ProbeView liveness,
        @Nullable Integer delaySeconds,
        @Nullable List<String> clear) {
    /** The names that {@code clear} may have. */
    static final List<String> CLEARABLE = List.of(
            "port",
            "fileName",
            "arguments",
            "workingDirectory",
            "mode",
            "environments",
            "userName",
            "maxMemory",
            "priority",
            "oomScoreAdjust",
            "healthCheck",
            "readiness",
            "liveness",
            "delaySeconds");

    /** Nothing but what the deployment says. */
    static final PlacementBody NOTHING = new PlacementBody(
            null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null);

    public PlacementBody {
        clear = clear == null ? null : List.copyOf(clear);
    }

    boolean clears(String field) {
        return clear != null && clear.contains(field);
    }
}
