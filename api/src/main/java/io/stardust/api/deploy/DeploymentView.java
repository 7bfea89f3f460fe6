package io.stardust.api.deploy;

import io.avaje.jsonb.Json;
import io.stardust.api.Given;
import io.stardust.api.variable.VariableView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A deployment as people see it. What is absent is not set.
 *
 * @param environment its variables; the values are absent for who may only look
 * @param mode standard, shadow, hosted or task
 * @param maxMemory MB; 0 = no limit
 * @param port that the app listens on; 0 = not said
 * @param priority -2 to 3; 0 = as usual
 * @param oomScoreAdjust -1000 to 1000
 * @param stopWait seconds that a process has to stop; 0 = the agent's default
 * @param drainWait seconds that a stop waits until nobody calls the process; -1 = as the server's settings say
 * @param ramp seconds in which the share of the calls grows that a started process gets; 0 = the whole at once
 * @param overlapPort where a new release is started beside the one that runs; the two ports take turns; 0 = the old
 *     process is stopped first
 * @param templates files that are made of its app's config; absent = none
 * @param onConfig what happens to a process that runs when those change: restart, reload or none; absent = restart
 * @param services what its processes offer to other apps; absent = nothing
 * @param logFiles that the app writes its log to itself, which agents send; absent = none
 * @param version of the release chosen last; absent before the first publish
 * @param placements how many there are
 * @param running how many of them are up; the five numbers behind it are of the others: a task that has run, stopped,
 *     failed, on its way, and on a node that is not online
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
        @Nullable List<ConfigTemplate> templates,
        @Nullable String onConfig,
        @Nullable String portArgument,
        int stopWait,
        int drainWait,
        int ramp,
        int overlapPort,
        boolean multiVersion,
        @Nullable List<OfferedServiceView> services,
        @Nullable String logFiles,
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
        versions = Given.list(versions);
        templates = templates == null ? null : List.copyOf(templates);
        services = services == null ? null : List.copyOf(services);
    }

    /** How many placements are seen to run a version. */
    @Json
    public record Running(String version, int count) {}
}
