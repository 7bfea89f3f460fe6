package io.stardust.cli.deploy;

import io.stardust.api.deploy.ConfigTemplate;
import io.stardust.api.deploy.DeploymentBody;
import io.stardust.api.deploy.DeploymentView;
import io.stardust.api.deploy.OfferedServiceView;
import io.stardust.cli.http.Exit;
import io.stardust.cli.http.Failure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that say how a deployment runs, for making and editing one. Filled by picocli. */
final class Shape {
    @Option(
            names = "--display-name",
            paramLabel = "TEXT",
            description = "Display name, in any script; NAME is used for files and folders.")
    private @Nullable String displayName;

    @Option(names = "--mode", paramLabel = "MODE", description = "Mode: standard, shadow, hosted or task.")
    private @Nullable String mode;

    @Option(
            names = "--file-name",
            paramLabel = "FILE",
            description = "Entry point: a file in the package or a command; default: detected.")
    private @Nullable String fileName;

    @Option(names = "--arguments", paramLabel = "TEXT", description = "Command-line arguments.")
    private @Nullable String arguments;

    @Mixin
    private EnvironmentOptions environment = new EnvironmentOptions();

    @Option(names = "--port", paramLabel = "PORT", description = "Passed to the app as PORT; 0 = none.")
    private @Nullable Integer port;

    @Option(
            names = "--working-directory",
            paramLabel = "DIR",
            description = "Working directory; default: apps/NAME of the agent.")
    private @Nullable String workingDirectory;

    @Option(names = "--user", paramLabel = "USER", description = "User to run as; default: the agent's user.")
    private @Nullable String userName;

    @Option(names = "--max-memory", paramLabel = "MB", description = "Restart above this memory; 0 = no limit.")
    private @Nullable Integer maxMemory;

    @Option(names = "--health-check", paramLabel = "URL", description = "Health check: http(s):// or tcp://.")
    private @Nullable String healthCheck;

    @Option(
            names = "--readiness",
            paramLabel = "PROBE",
            description = "Readiness probe: http:/path, tcp, exec:command or none.")
    private @Nullable String readiness;

    @Option(
            names = "--liveness",
            paramLabel = "PROBE",
            description = "Liveness probe, restart when it fails; see --readiness.")
    private @Nullable String liveness;

    @Mixin
    private final ProbeTimes times = new ProbeTimes();

    @Option(
            names = "--reload-patterns",
            paramLabel = "FILES",
            description = "Files that --reload-on-change watches, e.g. \"*.jar;conf/*\".")
    private @Nullable String reloadPatterns;

    @Option(names = "--keep", paramLabel = "FILES", description = "Files that a hosted release never replaces.")
    private @Nullable String keep;

    @Option(
            names = "--reload-command",
            paramLabel = "COMMAND",
            description = "Command to run after a hosted release is installed.")
    private @Nullable String reloadCommand;

    @Option(
            names = "--port-argument",
            paramLabel = "TEXT",
            description = "Argument that contains {port}, or none; default: automatic.")
    private @Nullable String portArgument;

    @Option(names = "--stop-wait", paramLabel = "SECONDS", description = "Seconds between stop request and kill.")
    private @Nullable Integer stopWait;

    @Option(
            names = "--drain-wait",
            paramLabel = "SECONDS",
            description = "Longest wait for running calls before a stop, in seconds; -1: server default.")
    private @Nullable Integer drainWait;

    @Option(
            names = "--ramp",
            paramLabel = "SECONDS",
            description = "Seconds in which a started process gets its full share of calls.")
    private @Nullable Integer ramp;

    @Option(
            names = "--overlap-port",
            paramLabel = "PORT",
            description = "Second port, to start a new release before the old one stops (mode shadow); 0 = none.")
    private @Nullable Integer overlapPort;

    @Option(
            names = "--multi-version",
            negatable = true,
            description = "Give each node the newest release for its operating system and CPU.")
    private @Nullable Boolean multiVersion;

    @Option(
            names = "--service",
            paramLabel = "SERVICE",
            description =
                    "Service that the app offers: NAME[:PORT][,tag=WORD]...[,health=PATH][,scheme=WORD]; repeat for more, empty for none.")
    private @Nullable List<String> services;

    @Option(
            names = "--template",
            paramLabel = "TEMPLATE=FILE",
            description =
                    "Template in the package, and the file to render from it with the app's config; repeat for more, empty for none.")
    private @Nullable List<String> templates;

    @Option(
            names = "--on-config",
            paramLabel = "WHAT",
            description = "When these files change: restart, reload (the reload command, else SIGHUP) or none.")
    private @Nullable String onConfig;

    @Option(
            names = "--log-files",
            paramLabel = "FILES",
            description = "Log files that the app writes, to be sent to the server, e.g. \"logs/*.log\".")
    private @Nullable String logFiles;

    @Option(names = "--priority", paramLabel = "N", description = "Priority, from -2 (idle) to 3 (real time).")
    private @Nullable Integer priority;

    @Option(
            names = "--oom-score-adjust",
            paramLabel = "N",
            description = "OOM score adjustment on Linux, from -1000 to 1000.")
    private @Nullable Integer oomScoreAdjust;

    @Option(names = "--allow-multiple", negatable = true, description = "Allow several processes of the same program.")
    private @Nullable Boolean allowMultiple;

    @Option(names = "--auto-stop", negatable = true, description = "Stop the app when the agent stops.")
    private @Nullable Boolean autoStop;

    @Option(names = "--reload-on-change", negatable = true, description = "Restart when files change.")
    private @Nullable Boolean reloadOnChange;

    @Option(names = "--enabled", negatable = true, description = "Enable or disable the deployment.")
    private @Nullable Boolean enabled;

    /** {@code orders:8080,tag=blue,health=/health} in parts. */
    private static OfferedServiceView service(String text) {
        String[] parts = text.split(",");
        int colon = parts[0].lastIndexOf(':');
        String name = colon < 0 ? parts[0] : parts[0].substring(0, colon);
        @Nullable String scheme = null;
        @Nullable String health = null;
        List<String> tags = new ArrayList<>();
        for (String part : Arrays.asList(parts).subList(1, parts.length)) {
            int equals = part.indexOf('=');
            String value = part.substring(equals + 1);
            switch (equals < 0 ? "" : part.substring(0, equals)) {
                case "tag" -> tags.add(value);
                case "health" -> health = value;
                case "scheme" -> scheme = value;
                default ->
                    throw new Failure(
                            Exit.USAGE, "--service: '%s' (expected: tag=, health= or scheme=)".formatted(part));
            }
        }
        @Nullable Integer port = colon < 0 ? null : port(parts[0].substring(colon + 1));
        return new OfferedServiceView(name.strip(), port, scheme, tags, health);
    }

    private static ConfigTemplate template(String text) {
        int equals = text.indexOf('=');
        if (equals < 1 || equals == text.length() - 1) {
            throw new Failure(
                    Exit.USAGE,
                    "--template: '%s' (expected: TEMPLATE=FILE, such as conf/app.yml.tpl=conf/app.yml)"
                            .formatted(text));
        }
        return new ConfigTemplate(text.substring(0, equals), text.substring(equals + 1));
    }

    private static Integer port(String text) {
        try {
            return Integer.valueOf(text.strip());
        } catch (NumberFormatException _) {
            throw new Failure(Exit.USAGE, "--service: port '%s' (expected: a number from 1 to 65535)".formatted(text));
        }
    }

    /** @param now What is edited; null = it is made. */
    DeploymentBody edit(
            @Nullable String name, @Nullable Long projectId, @Nullable Long appId, @Nullable DeploymentView now) {
        return new DeploymentBody(
                name,
                displayName,
                projectId,
                appId,
                enabled,
                fileName,
                arguments,
                workingDirectory,
                userName,
                null,
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
                drainWait,
                ramp,
                overlapPort,
                multiVersion,
                services == null ? null : services.stream().map(Shape::service).toList(),
                templates == null
                        ? null
                        : templates.stream()
                                .filter(text -> !text.isEmpty())
                                .map(Shape::template)
                                .toList(),
                onConfig,
                logFiles);
    }
}
