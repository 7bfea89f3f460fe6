package io.stardust.cli.deploy;

import io.avaje.jsonb.Json;
import io.stardust.cli.http.Named;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What to run, and how. Times are epoch ms, memory in MB. */
@Json
record Deployment(
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
        long revision,
        long createdAt,
        long updatedAt)
        implements Named {}
