package io.stardust.cli.deploy.api;

import io.avaje.jsonb.Json;
import io.stardust.cli.http.Page;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One order to a task and what became of it. Times are epoch ms. */
@Json
public record TaskRun(
        long id,
        String nodeName,
        @Nullable String version,
        long startedAt,
        long endedAt,
        @Nullable Integer exitCode,
        @Nullable String reason,
        @Nullable String output) {
    /** Some of them. */
    @Json
    public record Runs(List<TaskRun> items) implements Page<TaskRun> {}
}
