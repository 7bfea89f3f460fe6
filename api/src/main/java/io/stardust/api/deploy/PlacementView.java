package io.stardust.api.deploy;

import io.avaje.jsonb.Json;
import io.stardust.api.reason.Why;
import io.stardust.api.variable.VariableView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A placement as people see it: what is wanted, what is seen.
 *
 * @param ended true when it is disabled because its task has run; the next publish enables it
 * @param converged true when the agent has done what is wanted
 */
@Json
public record PlacementView(
        long id,
        long deploymentId,
        String deploymentName,
        String deployName,
        long nodeId,
        String nodeName,
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
        Desired desired,
        Seen observed,
        boolean converged,
        long revision,
        long createdAt,
        long updatedAt) {
    public PlacementView {
        environment = environment == null ? null : List.copyOf(environment);
    }

    /**
     * What people want.
     *
     * @param state {@code running}, {@code stopped} or {@code removed}
     * @param rolloutId that chose the release; absent = none
     */
    @Json
    public record Desired(
            String state,
            @Nullable Long releaseId,
            @Nullable String version,
            long revision,
            long restarts,
            long reinstalls,
            @Nullable Long rolloutId) {}

    /**
     * What the agent last said.
     *
     * @param state by its wire name, e.g. {@code backOff}; {@code unknown} before the first word
     * @param at when it was seen, by the agent's clock; 0 = never
     * @param failingSince when it first went wrong, epoch ms; absent while it is well
     * @param workingSet resident bytes of the process and all it has started; 0 = not known
     * @param uptime seconds since the process started, when it was measured; 0 = not known
     * @param processes how many it has started, itself included; 0 = not known
     * @param measuredAt epoch ms; 0 = never
     * @param reachable true when the node is online: otherwise this is old news
     * @param unreachableSince since when the node has not responded, epoch ms; absent while it does
     * @param why {@code reason} by code, for readers of other languages; absent when there are words only
     */
    @Json
    public record Seen(
            String state,
            @Nullable Long releaseId,
            @Nullable String version,
            long pid,
            long startedAt,
            long crashes,
            @Nullable Integer exitCode,
            @Nullable String reason,
            @Nullable String output,
            long revision,
            boolean adopted,
            long workingSet,
            double cpuUsage,
            int threads,
            long uptime,
            int processes,
            long measuredAt,
            @Nullable Long failingSince,
            long at,
            boolean reachable,
            @Nullable Long unreachableSince,
            @Nullable List<Why> why) {}
}
