package io.stardust.cli.deploy;

import io.stardust.api.deploy.PlacementBody;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What differs on a node from what the deployment says. Filled by picocli; what is not given is not asked for. */
final class Overrides {
    @Option(names = "--port", paramLabel = "PORT", description = "Port on this node.")
    private @Nullable Integer port;

    @Option(names = "--file-name", paramLabel = "FILE", description = "Entry point on this node.")
    private @Nullable String fileName;

    @Option(names = "--arguments", paramLabel = "TEXT", description = "Arguments on this node.")
    private @Nullable String arguments;

    @Mixin
    private EnvironmentOptions environment = new EnvironmentOptions();

    @Option(names = "--working-directory", paramLabel = "DIR", description = "Working directory on this node.")
    private @Nullable String workingDirectory;

    @Option(names = "--user", paramLabel = "USER", description = "User on this node.")
    private @Nullable String userName;

    @Option(names = "--mode", paramLabel = "MODE", description = "Mode on this node: standard, shadow, hosted or task.")
    private @Nullable String mode;

    @Option(names = "--max-memory", paramLabel = "MB", description = "Memory limit on this node.")
    private @Nullable Integer maxMemory;

    @Option(names = "--priority", paramLabel = "N", description = "Priority on this node, from -2 to 3.")
    private @Nullable Integer priority;

    @Option(
            names = "--oom-score-adjust",
            paramLabel = "N",
            description = "OOM score adjustment on this node, from -1000 to 1000.")
    private @Nullable Integer oomScoreAdjust;

    @Option(names = "--health-check", paramLabel = "URL", description = "Health check on this node.")
    private @Nullable String healthCheck;

    @Option(names = "--readiness", paramLabel = "PROBE", description = "Readiness probe on this node; see deploy edit.")
    private @Nullable String readiness;

    @Option(names = "--liveness", paramLabel = "PROBE", description = "Liveness probe on this node; see deploy edit.")
    private @Nullable String liveness;

    @Option(names = "--delay", paramLabel = "SECONDS", description = "Delay after the start of its batch.")
    private @Nullable Integer delaySeconds;

    @Option(names = "--enabled", negatable = true, description = "Enable or disable it on this node.")
    private @Nullable Boolean enabled;

    /** The field of the API whose option {@code word} names, with its dashes or without, or itself. */
    static String field(String word) {
        String option = word.replaceFirst("^--", "");
        return switch (option) {
            case "user" -> "userName";
            case "env" -> "environment";
            case "delay" -> "delaySeconds";
            default ->
                Pattern.compile("-([a-z])")
                        .matcher(option)
                        .replaceAll(found -> found.group(1).toUpperCase(Locale.ROOT));
        };
    }

    /** What they are on a node, for a new placement. */
    PlacementBody on(long nodeId, @Nullable String deployName) {
        return edit(nodeId, deployName, null);
    }

    /** What they become on a placement; {@code clear}: names of those that go. */
    PlacementBody clearing(@Nullable List<String> clear) {
        return edit(null, null, clear);
    }

    private PlacementBody edit(@Nullable Long nodeId, @Nullable String deployName, @Nullable List<String> clear) {
        return new PlacementBody(
                nodeId,
                deployName,
                enabled,
                port,
                fileName,
                arguments,
                workingDirectory,
                mode,
                null,
                environment.all(),
                environment.set(),
                environment.remove(),
                userName,
                maxMemory,
                priority,
                oomScoreAdjust,
                healthCheck,
                readiness == null ? null : ProbeTimes.probe("readiness", readiness),
                liveness == null ? null : ProbeTimes.probe("liveness", liveness),
                delaySeconds,
                clear);
    }
}
