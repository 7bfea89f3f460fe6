package io.stardust.server.deploy;

import io.avaje.jsonb.Json;
import io.stardust.server.variable.VariableView;
import io.stardust.server.variable.Variables;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A deployment as people see it.
 *
 * @param version of the release chosen last; absent before the first publish
 * @param placements how many there are
 * @param running how many of them are up; the five numbers behind it are of the others, see {@link Standing}
 * @param versions what is seen to run, the most first; more than one while a rollout is under way, or after it failed
 */
@Json
public record DeploymentView(
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
        @Nullable List<VariableView> environment,
        String mode,
        boolean allowMultiple,
        int maxMemory,
        boolean autoStop,
        boolean reloadOnChange,
        int port,
        int priority,
        int oomScoreAdjust,
        @Nullable String healthCheck,
        @Nullable ProbeView readiness,
        @Nullable ProbeView liveness,
        @Nullable String reloadPatterns,
        @Nullable String keep,
        @Nullable String reloadCommand,
        @Nullable String portArgument,
        int stopWait,
        boolean multiVersion,
        @Nullable Long releaseId,
        @Nullable String version,
        int placements,
        int running,
        int done,
        int stopped,
        int failed,
        int starting,
        int unreachable,
        List<Running> versions,
        long revision,
        long createdAt,
        long updatedAt) {
    public DeploymentView {
        environment = environment == null ? null : List.copyOf(environment);
        versions = List.copyOf(versions);
    }

    /** How many placements are seen to run a version. */
    @Json
    public record Running(String version, int count) {}

    static DeploymentView of(Deployment deployment, @Nullable String version, Tally tally, List<Running> versions) {
        return of(deployment, Variables.of(deployment.environments()).view(), version, tally, versions);
    }

    /** For the change table: the values of variables may be secrets. */
    static DeploymentView masked(Deployment deployment) {
        return masked(deployment, null, Tally.NONE, List.of());
    }

    /** For who may only look. */
    static DeploymentView masked(Deployment deployment, @Nullable String version, Tally tally, List<Running> versions) {
        return of(deployment, Variables.of(deployment.environments()).masked(), version, tally, versions);
    }

    private static DeploymentView of(
            Deployment deployment,
            @Nullable List<VariableView> environment,
            @Nullable String version,
            Tally tally,
            List<Running> versions) {
        return new DeploymentView(
                deployment.id(),
                deployment.projectId(),
                deployment.appId(),
                deployment.name(),
                deployment.displayName(),
                deployment.enabled(),
                deployment.fileName(),
                deployment.arguments(),
                deployment.workingDirectory(),
                deployment.userName(),
                environment,
                Modes.name(deployment.mode()),
                deployment.allowMultiple(),
                deployment.maxMemory(),
                deployment.autoStop(),
                deployment.reloadOnChange(),
                deployment.port(),
                deployment.priority(),
                deployment.oomScoreAdjust(),
                deployment.healthCheck(),
                ProbeView.of(deployment.readiness()),
                ProbeView.of(deployment.liveness()),
                deployment.reloadPatterns(),
                deployment.keep(),
                deployment.reloadCommand(),
                deployment.portArgument(),
                deployment.stopWait(),
                deployment.multiVersion(),
                deployment.releaseId(),
                version,
                tally.total(),
                tally.running(),
                tally.done(),
                tally.stopped(),
                tally.failed(),
                tally.starting(),
                tally.unreachable(),
                versions,
                deployment.revision(),
                deployment.createdAt(),
                deployment.updatedAt());
    }
}
