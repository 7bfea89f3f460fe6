package io.stardust.cli.deploy.api;

import io.avaje.jsonb.Json;
import io.stardust.cli.http.Named;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What to run, and how. Times are epoch ms, memory in MB. */
@Json
public record Deployment(
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
        @Nullable List<Variable> environment,
        @Nullable String mode,
        boolean allowMultiple,
        int maxMemory,
        boolean autoStop,
        boolean reloadOnChange,
        int port,
        int priority,
        int oomScoreAdjust,
        @Nullable String healthCheck,
        @Nullable Probe readiness,
        @Nullable Probe liveness,
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
        int failed,
        int unreachable,
        @Nullable List<Running> versions,
        long revision,
        long createdAt,
        long updatedAt)
        implements Named {
    /** How many placements are seen to run a version. */
    @Json
    record Running(String version, int count) {}

    /** How many placements are well, and how many are not: {@code 2 of 3, 1 failed}. */
    public String standing() {
        var text = new StringBuilder().append(running + done).append(" of ").append(placements);
        if (done > 0 && running == 0) text.append(" done");
        if (failed > 0) text.append(", ").append(failed).append(" failed");
        if (unreachable > 0) text.append(", ").append(unreachable).append(" unreachable");
        return text.toString();
    }

    /** What runs, {@code 1.2.0 x1, 1.0.0 x2}; the desired version when nothing does. */
    @Nullable
    public String runs() {
        if (versions == null || versions.isEmpty()) return version;
        if (versions.size() == 1) return versions.getFirst().version();
        return versions.stream().map(one -> one.version() + " x" + one.count()).collect(Collectors.joining(", "));
    }
}
