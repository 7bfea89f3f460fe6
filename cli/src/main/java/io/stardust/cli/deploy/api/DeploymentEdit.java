package io.stardust.cli.deploy.api;

import io.avaje.jsonb.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What somebody asks for when making or editing a deployment; what is absent gets its default, or stays. */
@Json
public record DeploymentEdit(
        @Nullable String name,
        @Nullable String displayName,
        @Nullable Long projectId,
        @Nullable Long appId,
        @Nullable Boolean enabled,
        @Nullable String fileName,
        @Nullable String arguments,
        @Nullable String workingDirectory,
        @Nullable String userName,
        @Nullable List<Variable> environment,
        @Nullable List<Variable> environmentSet,
        @Nullable List<String> environmentRemove,
        @Nullable String mode,
        @Nullable Boolean allowMultiple,
        @Nullable Integer maxMemory,
        @Nullable Boolean autoStop,
        @Nullable Boolean reloadOnChange,
        @Nullable Integer port,
        @Nullable Integer priority,
        @Nullable Integer oomScoreAdjust,
        @Nullable String healthCheck,
        @Nullable Probe readiness,
        @Nullable Probe liveness,
        @Nullable String reloadPatterns,
        @Nullable String keep,
        @Nullable String reloadCommand,
        @Nullable String portArgument,
        @Nullable Integer stopWait,
        @Nullable Boolean multiVersion) {}
