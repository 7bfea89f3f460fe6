package io.stardust.protocol.deploy;

import io.avaje.jsonb.Json;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What to run (upstream ServiceInfo; the seed's AppDeploy with the node's overrides applied).
 *
 * @param name Release name, unique on the node; names the work directory.
 * @param fileName Program, script, jar or zip to start; absent = {@code <name>.zip}.
 * @param arguments As on a command line.
 * @param workingDirectory Absent = {@code ../apps/<name>}.
 * @param userName Run as; absent = the agent's user.
 * @param enable False = stop it.
 * @param mode See {@link DeployMode}; 0-4 to and from agents below 3.7.
 * @param allowMultiple Several processes of one program are meant; never adopt by name.
 * @param environments {@code A=1;B=2}.
 * @param autoStop Stop the app when the agent stops.
 * @param reloadOnChange Restart when files change.
 * @param maxMemory MB; 0 = no limit.
 * @param oomScoreAdjust -1000..1000, Linux.
 * @param priority -2 idle .. 3 real time.
 * @param healthCheck {@code http(s)://}, {@code tcp://} URL; absent = none. Stands for a readiness probe of that target
 *     when {@code readiness} is absent.
 * @param port Ours: given to the app as environment variable PORT; 0 = none.
 * @param readiness Ours: decides when the app counts as up, and whether it is well afterwards; absent = up when it has
 *     lived for the start wait. Of a hosted app: whether its content is served.
 * @param liveness Ours: the app is started anew when this fails; absent = none.
 * @param reloadPatterns Ours: which files {@code reloadOnChange} watches, {@code ;} between them; absent =
 *     {@code *.dll;*.exe;*.zip;*.jar}.
 * @param keep Ours: file patterns, {@code ;} between them, that a release never replaces in hosted mode, beside
 *     {@code web.config}; absent = none.
 * @param reloadCommand Ours: a command line, never through a shell, run after a hosted release was swapped in; absent =
 *     none.
 * @param portArgument Ours: an argument with {@code {port}} in it, added when a port is set; absent = chosen by the
 *     kind of app ({@code --server.port={port}} for Spring Boot jars); empty = none.
 * @param stopWait Ours: seconds from SIGTERM to SIGKILL, 1..3600; 0 = the agent's default.
 * @param environmentMap Ours: all variables, when {@code environments}, which has no escape, cannot say the value of
 *     each; it then stands in its place. Absent = {@code environments} says all.
 * @param logFiles Ours: files that the app writes its log to itself, {@code ;} between them, {@code *} and {@code ?} in
 *     their names; below the work directory, or absolute. Absent = none.
 * @param overlapPort Ours, since 4.0: a second port, at which a new release is started beside the one that runs, in
 *     shadow mode with {@code allowMultiple}; the two ports take turns. 0 = the old process is stopped first.
 */
@Json(caseInsensitiveKeys = true)
public record ServiceInfo(
        @Json.Property("Name") @Nullable String name,
        @Json.Property("FileName") @Nullable String fileName,
        @Json.Property("Arguments") @Nullable String arguments,
        @Json.Property("WorkingDirectory") @Nullable String workingDirectory,
        @Json.Property("UserName") @Nullable String userName,
        @Json.Property("Enable") boolean enable,
        @Json.Property("Mode") int mode,
        @Json.Property("AllowMultiple") boolean allowMultiple,
        @Json.Property("Environments") @Nullable String environments,
        @Json.Property("AutoStop") boolean autoStop,
        @Json.Property("ReloadOnChange") boolean reloadOnChange,
        @Json.Property("MaxMemory") int maxMemory,
        @Json.Property("OomScoreAdjust") int oomScoreAdjust,
        @Json.Property("Priority") int priority,
        @Json.Property("HealthCheck") @Nullable String healthCheck,
        @Json.Property("Port") int port,
        @Json.Property("Readiness") @Nullable Probe readiness,
        @Json.Property("Liveness") @Nullable Probe liveness,
        @Json.Property("ReloadPatterns") @Nullable String reloadPatterns,
        @Json.Property("Keep") @Nullable String keep,
        @Json.Property("ReloadCommand") @Nullable String reloadCommand,
        @Json.Property("PortArgument") @Nullable String portArgument,
        @Json.Property("StopWait") int stopWait,
        @Json.Property("EnvironmentMap") @Nullable Map<String, String> environmentMap,
        @Json.Property("LogFiles") @Nullable String logFiles,
        @Json.Property("OverlapPort") int overlapPort) {
    public ServiceInfo {
        environmentMap =
                environmentMap == null ? null : Collections.unmodifiableMap(new LinkedHashMap<>(environmentMap));
    }

    /** The same, at another port. */
    public ServiceInfo at(int other) {
        return new ServiceInfo(
                name,
                fileName,
                arguments,
                workingDirectory,
                userName,
                enable,
                mode,
                allowMultiple,
                environments,
                autoStop,
                reloadOnChange,
                maxMemory,
                oomScoreAdjust,
                priority,
                healthCheck,
                other,
                readiness,
                liveness,
                reloadPatterns,
                keep,
                reloadCommand,
                portArgument,
                stopWait,
                environmentMap,
                logFiles,
                overlapPort);
    }
}
