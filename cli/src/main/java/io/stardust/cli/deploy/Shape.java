package io.stardust.cli.deploy;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that say how a deployment runs, for making and editing one. Filled by picocli. */
final class Shape {
    @Option(
            names = "--display-name",
            paramLabel = "TEXT",
            description = "What people call it, in any script; NAME stays that of files and folders.")
    private @Nullable String displayName;

    @Option(names = "--mode", paramLabel = "MODE", description = "standard, shadow, hosted or task.")
    private @Nullable String mode;

    @Option(
            names = "--file-name",
            paramLabel = "FILE",
            description = "What to start: a file of the package or a command; default: found in the package.")
    private @Nullable String fileName;

    @Option(names = "--arguments", paramLabel = "TEXT", description = "As on a command line.")
    private @Nullable String arguments;

    @Mixin
    private EnvironmentOptions environment = new EnvironmentOptions();

    @Option(names = "--port", paramLabel = "PORT", description = "Given to the app as PORT; 0 = none.")
    private @Nullable Integer port;

    @Option(names = "--working-directory", paramLabel = "DIR", description = "Default: apps/NAME of the agent.")
    private @Nullable String workingDirectory;

    @Option(names = "--user", paramLabel = "USER", description = "Runs as; default: as the agent.")
    private @Nullable String userName;

    @Option(names = "--max-memory", paramLabel = "MB", description = "Restarted above it; 0 = no limit.")
    private @Nullable Integer maxMemory;

    @Option(names = "--health-check", paramLabel = "URL", description = "http(s):// or tcp://.")
    private @Nullable String healthCheck;

    @Option(
            names = "--readiness",
            paramLabel = "PROBE",
            description = "When it counts as up: http:/path, tcp, exec:command; none: no probe.")
    private @Nullable String readiness;

    @Option(names = "--liveness", paramLabel = "PROBE", description = "Restarted when this fails; as --readiness.")
    private @Nullable String liveness;

    @Mixin
    private final ProbeTimes times = new ProbeTimes();

    @Option(
            names = "--reload-patterns",
            paramLabel = "FILES",
            description = "Which files --reload-on-change watches, e.g. \"*.jar;conf/*\".")
    private @Nullable String reloadPatterns;

    @Option(names = "--keep", paramLabel = "FILES", description = "Files that a hosted release never replaces.")
    private @Nullable String keep;

    @Option(names = "--reload-command", paramLabel = "COMMAND", description = "Run after a hosted release is in place.")
    private @Nullable String reloadCommand;

    @Option(
            names = "--port-argument",
            paramLabel = "TEXT",
            description = "An argument with {port} in it; none: none; default: by the kind of app.")
    private @Nullable String portArgument;

    @Option(names = "--stop-wait", paramLabel = "SECONDS", description = "From the request to end to the kill.")
    private @Nullable Integer stopWait;

    @Option(
            names = "--multi-version",
            negatable = true,
            description = "Each node gets the newest release that fits its system and processor.")
    private @Nullable Boolean multiVersion;

    @Option(names = "--priority", paramLabel = "N", description = "-2 idle to 3 real time.")
    private @Nullable Integer priority;

    @Option(names = "--oom-score-adjust", paramLabel = "N", description = "-1000 to 1000, Linux.")
    private @Nullable Integer oomScoreAdjust;

    @Option(names = "--allow-multiple", negatable = true, description = "Several processes of one program are meant.")
    private @Nullable Boolean allowMultiple;

    @Option(names = "--auto-stop", negatable = true, description = "Stops the app when the agent stops.")
    private @Nullable Boolean autoStop;

    @Option(names = "--reload-on-change", negatable = true, description = "Restarts when files change.")
    private @Nullable Boolean reloadOnChange;

    @Option(names = "--enabled", negatable = true, description = "Wanted at all.")
    private @Nullable Boolean enabled;

    /** @param now What is edited; null = it is made. */
    DeploymentEdit edit(
            @Nullable String name, @Nullable Long projectId, @Nullable Long appId, @Nullable Deployment now) {
        return new DeploymentEdit(
                name,
                displayName,
                projectId,
                appId,
                enabled,
                fileName,
                arguments,
                workingDirectory,
                userName,
                environment.all(),
                environment.set(),
                environment.remove(),
                mode,
                allowMultiple,
                maxMemory,
                autoStop,
                reloadOnChange,
                port,
                priority,
                oomScoreAdjust,
                healthCheck,
                times.readiness(readiness, now == null ? null : now.readiness()),
                times.liveness(liveness, now == null ? null : now.liveness()),
                reloadPatterns,
                keep,
                reloadCommand,
                portArgument,
                stopWait,
                multiVersion);
    }
}
