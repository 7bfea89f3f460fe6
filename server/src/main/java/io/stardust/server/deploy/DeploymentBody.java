package io.stardust.server.deploy;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/**
 * What somebody asks for when making or editing a deployment. When making, what is absent gets its default; when
 * editing, what is absent stays, an empty text clears, and so does a probe of kind {@code none}.
 *
 * @param projectId when making only; absent = the default project
 * @param appId when making only; absent = the app of the same name, made when there is none
 */
@Json
public record DeploymentBody(
        @Nullable String name,
        @Nullable Long projectId,
        @Nullable Long appId,
        @Nullable Boolean enabled,
        @Nullable String fileName,
        @Nullable String arguments,
        @Nullable String workingDirectory,
        @Nullable String userName,
        @Nullable String environments,
        @Nullable String mode,
        @Nullable Boolean allowMultiple,
        @Nullable Integer maxMemory,
        @Nullable Boolean autoStop,
        @Nullable Boolean reloadOnChange,
        @Nullable Integer port,
        @Nullable Integer priority,
        @Nullable Integer oomScoreAdjust,
        @Nullable String healthCheck,
        @Nullable ProbeView readiness,
        @Nullable ProbeView liveness,
        @Nullable String reloadPatterns,
        @Nullable String keep,
        @Nullable String reloadCommand,
        @Nullable String portArgument,
        @Nullable Integer stopWait,
        @Nullable Boolean multiVersion) {}
