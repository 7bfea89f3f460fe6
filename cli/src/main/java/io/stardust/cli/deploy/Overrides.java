package io.stardust.cli.deploy;

import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What differs on a node from what the deployment says. Filled by picocli; what is not given is not asked for. */
final class Overrides {
    @Option(names = "--port", paramLabel = "PORT", description = "Another port there.")
    private @Nullable Integer port;

    @Option(names = "--file-name", paramLabel = "FILE", description = "Another file to start there.")
    private @Nullable String fileName;

    @Option(names = "--arguments", paramLabel = "TEXT", description = "Other arguments there.")
    private @Nullable String arguments;

    @Mixin
    private EnvironmentOptions environment = new EnvironmentOptions();

    @Option(names = "--working-directory", paramLabel = "DIR", description = "Another folder there.")
    private @Nullable String workingDirectory;

    @Option(names = "--user", paramLabel = "USER", description = "Another user there.")
    private @Nullable String userName;

    @Option(
            names = "--mode",
            paramLabel = "MODE",
            description = "Another mode there: standard, shadow, hosted or task.")
    private @Nullable String mode;

    @Option(names = "--max-memory", paramLabel = "MB", description = "Another limit there.")
    private @Nullable Integer maxMemory;

    @Option(names = "--priority", paramLabel = "N", description = "Another priority there, -2 to 3.")
    private @Nullable Integer priority;

    @Option(names = "--oom-score-adjust", paramLabel = "N", description = "Another one there, -1000 to 1000.")
    private @Nullable Integer oomScoreAdjust;

    @Option(names = "--health-check", paramLabel = "URL", description = "Another one there.")
    private @Nullable String healthCheck;

    @Option(names = "--readiness", paramLabel = "PROBE", description = "Another one there, as of deploy edit.")
    private @Nullable String readiness;

    @Option(names = "--liveness", paramLabel = "PROBE", description = "Another one there, as of deploy edit.")
    private @Nullable String liveness;

    @Option(names = "--delay", paramLabel = "SECONDS", description = "So long after its batch it is moved.")
    private @Nullable Integer delaySeconds;

    @Option(names = "--enabled", negatable = true, description = "Wanted there at all.")
    private @Nullable Boolean enabled;

    /** What they are on a node, for a new placement. */
    PlacementEdit on(long nodeId, @Nullable String deployName) {
        return edit(nodeId, deployName, null);
    }

    /** What they become on a placement; {@code clear}: names of those that go. */
    PlacementEdit clearing(@Nullable List<String> clear) {
        return edit(null, null, clear);
    }

    private PlacementEdit edit(@Nullable Long nodeId, @Nullable String deployName, @Nullable List<String> clear) {
        return new PlacementEdit(
                nodeId,
                deployName,
                enabled,
                port,
                fileName,
                arguments,
                workingDirectory,
                mode,
                environment.all(),
                environment.set(),
                environment.remove(),
                userName,
                maxMemory,
                priority,
                oomScoreAdjust,
                healthCheck,
                readiness == null ? null : Probe.of("readiness", readiness),
                liveness == null ? null : Probe.of("liveness", liveness),
                delaySeconds,
                clear);
    }
}
