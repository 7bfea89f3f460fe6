package io.stardust.server.deploy;

import io.stardust.api.deploy.ProbeView;
import io.stardust.protocol.deploy.DeployMode;
import io.stardust.server.variable.Variables;
import org.jspecify.annotations.Nullable;

/**
 * What to run (seed: AppDeploy). Immutable.
 *
 * @param name unique on the server (seed)
 * @param fileName program, script, jar or zip; null = {@code <release name>.zip}
 * @param displayName for people, any script; null = the name
 * @param environments {@link Variables} as kept
 * @param maxMemory MB; 0 = no limit
 * @param port given to the app; 0 = none
 * @param priority -2 idle .. 3 real time
 * @param oomScoreAdjust -1000..1000
 * @param healthCheck URL; null = none
 * @param readiness a {@link ProbeView} as JSON; null = none; {@code liveness} likewise
 * @param reloadPatterns which files are watched; null = the agent's own list
 * @param keep files that a hosted release never replaces; null = none
 * @param reloadCommand run after a hosted release was swapped in; null = none
 * @param portArgument with {@code {port}} in it; null = by the kind of app; {@code none} = none
 * @param stopWait s from the request to end to the kill; 0 = the agent's default
 * @param multiVersion true when each node gets the newest release that fits it
 * @param releaseId chosen last for this deployment; null = none yet
 * @param revision grows with every edit
 */
public record Deployment(
        long id,
        long projectId,
        long appId,
        String name,
        @Nullable String displayName,
        boolean enabled,
        @Nullable String fileName,
        @Nullable String arguments,
        @Nullable String workingDirectory,
        @Nullable String userName,
        @Nullable String environments,
        DeployMode mode,
        boolean allowMultiple,
        int maxMemory,
        boolean autoStop,
        boolean reloadOnChange,
        int port,
        int priority,
        int oomScoreAdjust,
        @Nullable String healthCheck,
        @Nullable String readiness,
        @Nullable String liveness,
        @Nullable String reloadPatterns,
        @Nullable String keep,
        @Nullable String reloadCommand,
        @Nullable String portArgument,
        int stopWait,
        boolean multiVersion,
        @Nullable Long releaseId,
        long revision,
        long createdAt,
        long updatedAt) {}
