package io.stardust.server.deploy;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/**
 * A deployment as people see it.
 *
 * @param version of the release chosen last; absent before the first publish
 * @param placements how many there are
 * @param running how many of them are up, as their agents last said
 */
@Json
public record DeploymentView(
        long id,
        long projectId,
        long appId,
        String name,
        boolean enabled,
        @Nullable String fileName,
        @Nullable String arguments,
        @Nullable String workingDirectory,
        @Nullable String userName,
        @Nullable String environments,
        String mode,
        boolean allowMultiple,
        int maxMemory,
        boolean autoStop,
        boolean reloadOnChange,
        int port,
        int priority,
        int oomScoreAdjust,
        @Nullable String healthCheck,
        @Nullable Long releaseId,
        @Nullable String version,
        int placements,
        int running,
        long revision,
        long createdAt,
        long updatedAt) {
    static DeploymentView of(Deployment deployment, @Nullable String version, int placements, int running) {
        return of(deployment, deployment.environments(), version, placements, running);
    }

    /** For the change table: the values of variables may be secrets. */
    static DeploymentView masked(Deployment deployment) {
        return of(deployment, Masked.environments(deployment.environments()), null, 0, 0);
    }

    private static DeploymentView of(
            Deployment deployment,
            @Nullable String environments,
            @Nullable String version,
            int placements,
            int running) {
        return new DeploymentView(
                deployment.id(),
                deployment.projectId(),
                deployment.appId(),
                deployment.name(),
                deployment.enabled(),
                deployment.fileName(),
                deployment.arguments(),
                deployment.workingDirectory(),
                deployment.userName(),
                environments,
                Modes.name(deployment.mode()),
                deployment.allowMultiple(),
                deployment.maxMemory(),
                deployment.autoStop(),
                deployment.reloadOnChange(),
                deployment.port(),
                deployment.priority(),
                deployment.oomScoreAdjust(),
                deployment.healthCheck(),
                deployment.releaseId(),
                version,
                placements,
                running,
                deployment.revision(),
                deployment.createdAt(),
                deployment.updatedAt());
    }
}
