package io.stardust.server.deploy;

import io.stardust.api.deploy.DeploymentView;
import io.stardust.api.deploy.DeploymentView.Running;
import io.stardust.api.deploy.PlacementCounts;
import io.stardust.api.variable.VariableView;
import io.stardust.server.http.Check;
import io.stardust.server.variable.Variables;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says what people see of a deployment. Pure functions. */
final class DeploymentViews {
    private DeploymentViews() {}

    static DeploymentView of(
            Deployment deployment, @Nullable String version, PlacementCounts tally, List<Running> versions) {
        return of(deployment, Variables.of(deployment.environments()).view(), version, tally, versions);
    }

    /** For the change table: the values of variables may be secrets. */
    static DeploymentView masked(Deployment deployment) {
        return masked(deployment, null, PlacementCounts.NONE, List.of());
    }

    /** For who may only look. */
    static DeploymentView masked(
            Deployment deployment, @Nullable String version, PlacementCounts tally, List<Running> versions) {
        return of(deployment, Variables.of(deployment.environments()).masked(), version, tally, versions);
    }

    private static DeploymentView of(
            Deployment deployment,
            @Nullable List<VariableView> environment,
            @Nullable String version,
            PlacementCounts tally,
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
                Probes.of(deployment.readiness()),
                Probes.of(deployment.liveness()),
                deployment.reloadPatterns(),
                deployment.keep(),
                deployment.reloadCommand(),
                ConfigTemplates.of(deployment.templates()),
                deployment.onConfig() == null ? null : Check.word(deployment.onConfig()),
                deployment.portArgument(),
                deployment.stopWait(),
                deployment.drainWait(),
                deployment.ramp(),
                deployment.overlapPort(),
                deployment.multiVersion(),
                OfferedServices.of(deployment.services()),
                deployment.logFiles(),
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
