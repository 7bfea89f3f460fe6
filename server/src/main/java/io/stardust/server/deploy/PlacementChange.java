package io.stardust.server.deploy;

import io.avaje.jsonb.Json;
import io.stardust.api.deploy.OfDeployment;
import io.stardust.api.deploy.ProbeView;
import io.stardust.api.variable.VariableView;
import io.stardust.server.variable.Variables;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A placement as it stands in the change table: the wish and the overrides, values of variables hidden. */
@Json
public record PlacementChange(
        long id,
        long deploymentId,
        long nodeId,
        String deployName,
        boolean enabled,
        int port,
        @Nullable String fileName,
        @Nullable String arguments,
        @Nullable String workingDirectory,
        @Nullable String mode,
        @Nullable List<VariableView> environment,
        @Nullable String userName,
        @Nullable Integer maxMemory,
        @Nullable Integer priority,
        @Nullable Integer oomScoreAdjust,
        @Nullable String healthCheck,
        @Nullable ProbeView readiness,
        @Nullable ProbeView liveness,
        int delaySeconds,
        boolean ended,
        String state,
        @Nullable Long releaseId,
        long restarts,
        long reinstalls)
        implements OfDeployment {
    public PlacementChange {
        environment = environment == null ? null : List.copyOf(environment);
    }

    public static PlacementChange of(Placement placement) {
        return new PlacementChange(
                placement.id(),
                placement.deploymentId(),
                placement.nodeId(),
                placement.deployName(),
                placement.enabled(),
                placement.port(),
                placement.fileName(),
                placement.arguments(),
                placement.workingDirectory(),
                placement.mode() == null ? null : Modes.name(placement.mode()),
                Variables.of(placement.environments()).masked(),
                placement.userName(),
                placement.maxMemory(),
                placement.priority(),
                placement.oomScoreAdjust(),
                placement.healthCheck(),
                Probes.of(placement.readiness()),
                Probes.of(placement.liveness()),
                placement.delaySeconds(),
                placement.ended(),
                placement.state().wire(),
                placement.releaseId(),
                placement.restarts(),
                placement.reinstalls());
    }
}
