package io.stardust.api.deploy;

import io.avaje.jsonb.Json;
import io.stardust.api.variable.VariableView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What somebody asks for when making or editing a deployment. When making, what is absent gets its default; when
 * editing, what is absent stays, an empty text clears, and so does a probe of kind {@code none}.
 *
 * @param projectId when making only; absent = the default project
 * @param environments all variables in the form of before, {@code A=1;B=2}
 * @param environment all variables
 * @param environmentSet single variables to be added or changed
 * @param environmentRemove names of single variables that are to go
 * @param services all that its processes offer to other apps; an empty list clears
 * @param templates all files that are made of the app's config; an empty list clears
 * @param onConfig what happens to a process that runs when those change: {@code restart}, {@code reload} (its reload
 *     command, SIGHUP when there is none) or {@code none}
 * @param logFiles that the app writes its log to itself, {@code ;} between them
 * @param appId when making only; absent = the app of the same name, made when there is none
 */
@Json
public record DeploymentBody(
        @Nullable String name,
        @Nullable String displayName,
        @Nullable Long projectId,
        @Nullable Long appId,
        @Nullable Boolean enabled,
        @Nullable String fileName,
        @Nullable String arguments,
        @Nullable String workingDirectory,
        @Nullable String userName,
        @Nullable String environments,
        @Nullable List<VariableView> environment,
        @Nullable List<VariableView> environmentSet,
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
        @Nullable ProbeView readiness,
        @Nullable ProbeView liveness,
        @Nullable String reloadPatterns,
        @Nullable String keep,
        @Nullable String reloadCommand,
        @Nullable String portArgument,
        @Nullable Integer stopWait,
        @Nullable Integer drainWait,
        @Nullable Integer ramp,
        @Nullable Integer overlapPort,
        @Nullable Boolean multiVersion,
        @Nullable List<OfferedServiceView> services,
        @Nullable List<ConfigTemplate> templates,
        @Nullable String onConfig,
        @Nullable String logFiles) {
    /** Nothing but what is so anyway. */
    public static final DeploymentBody NOTHING = new DeploymentBody(
            null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
            null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
            null);

    public DeploymentBody {
        environment = environment == null ? null : List.copyOf(environment);
        environmentSet = environmentSet == null ? null : List.copyOf(environmentSet);
        environmentRemove = environmentRemove == null ? null : List.copyOf(environmentRemove);
        services = services == null ? null : List.copyOf(services);
        templates = templates == null ? null : List.copyOf(templates);
    }
}
